# Days of the week, Monday first (ISO 8601).
cases-weekday-1 = Monday
cases-weekday-2 = Tuesday
cases-weekday-3 = Wednesday
cases-weekday-4 = Thursday
cases-weekday-5 = Friday
cases-weekday-6 = Saturday
cases-weekday-7 = Sunday

# Months.
cases-month-1 = January
cases-month-2 = February
cases-month-3 = March
cases-month-4 = April
cases-month-5 = May
cases-month-6 = June
cases-month-7 = July
cases-month-8 = August
cases-month-9 = September
cases-month-10 = October
cases-month-11 = November
cases-month-12 = December

# An instant and a day in a text written to a customer.
cases-instant = { $weekday } { $day } { $month } at { $time }
cases-day = { $day } { $month } { $year }
