# A case opened by staff: a call, a visit, a mail that came elsewhere.
new-case = New case
new-case-for = New case for { $name }
new-case-act = Open the case
new-case-opened = Case opened
new-case-opened-elsewhere = Case opened and given to the team { $team }, whose cases you do not see
new-case-channel = Channel
new-case-type = Type
new-case-priority = Priority
new-case-subject = Subject
new-case-text = What was said
new-case-text-why = Written on the timeline as the person’s words.
new-case-minutes = Length of the call, in minutes
new-case-name = Name of the person
new-case-type-default = to choose later
new-case-who = For whom?
new-case-who-why = Name, phone, e-mail address or contract number.
new-case-who-is-new = New person
new-case-who-new = Create a new person
new-case-who-new-named = Create a new person: { $text }
new-case-who-missing = Choose the person, or say they are new.
new-case-namesakes = { $count ->
    [one] Somebody is already called { $name }. Is it them?
   *[other] { $count } people are already called { $name }. Is it one of them?
}
new-case-take = Choose { $name }
