# What the mailroom writes by itself: acknowledgements, test mail.
mailroom-no-subject = (no subject)
mailroom-acknowledgement-subject = We have received your message
mailroom-acknowledgement-hello = Hello,
mailroom-acknowledgement-promise = We have received your message. You will hear from us before { $instant }.
mailroom-acknowledgement-soon = We have received your message. You will hear from us as soon as possible.
mailroom-acknowledgement-number = Your request has the number { $number }. Keep it in case you call us.
mailroom-acknowledgement-follow = You can follow your request here:
    { $url }
mailroom-acknowledgement-end = This message is automatic; to add something, simply reply to it.
mailroom-instant = { $weekday } { $day } { $month } at { $time }
mailroom-weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
  }
mailroom-month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  }
mailroom-test-subject = Test of the mailbox
mailroom-test-text = This message checks that the mailbox sends and receives. It can be deleted.

# What the test of a mailbox says. $said: the server’s words, as they are.
mailroom-said = { $text } The server says: “{ $said }”
mailroom-found-port = port { $port } answers
mailroom-found-signed-in = signed in
mailroom-found-no-sign-in = no sign-in is asked for
mailroom-found-folder = { $name }: { $count ->
    [one] { $count } mail
   *[other] { $count } mails
  }
mailroom-found-told = new mail is told of at once
mailroom-found-looked-for = not told of: the mailbox is looked at every minute
mailroom-found-came-back = the test mail came back
