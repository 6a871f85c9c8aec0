# Jours de la semaine, lundi d’abord (ISO 8601).
cases-weekday-1 = lundi
cases-weekday-2 = mardi
cases-weekday-3 = mercredi
cases-weekday-4 = jeudi
cases-weekday-5 = vendredi
cases-weekday-6 = samedi
cases-weekday-7 = dimanche

# Mois.
cases-month-1 = janvier
cases-month-2 = février
cases-month-3 = mars
cases-month-4 = avril
cases-month-5 = mai
cases-month-6 = juin
cases-month-7 = juillet
cases-month-8 = août
cases-month-9 = septembre
cases-month-10 = octobre
cases-month-11 = novembre
cases-month-12 = décembre

# Un instant et un jour dans un texte écrit à un client.
cases-instant =
    { $day ->
        [1] { $weekday } 1er { $month } à { $time }
       *[other] { $weekday } { $day } { $month } à { $time }
    }
cases-day =
    { $day ->
        [1] 1er { $month } { $year }
       *[other] { $day } { $month } { $year }
    }
