# What one does at the desk with a case: putting it right, files, pauses.
case-correct = Correct
case-correct-title = Correct the case
case-correct-act = Save the correction
case-correct-subject = Say in a line what it is about.
case-correct-type-why = Chooses the promise, the template and the survey.
case-correct-language = Language of the answer
case-correct-language-why = That of templates and mails.
case-correct-person = Customer
case-correct-nobody = Unknown person: detach from the case
case-correct-account = Account
case-correct-no-account = No account
case-correct-account-theirs = this person acts for it
case-correct-market = Market
case-correct-market-why = Country or brand, if your promises depend on it.
case-corrected-field = { $field ->
    [subject] subject
    [type] type
    [language] language
    [market] market
    [person] person
   *[account] account
}
case-done-corrected = Case corrected: { $fields }
find-not-chosen = Nothing is chosen yet: take a line of the list, or empty the field.
find-count = { $count ->
    [0] Nothing for “{ $text }”
    [one] { $count } result
   *[other] { $count } results
}
composer-attach = Attach a file
composer-attached = { $count ->
    [0] Attached files
    [one] { $count } file attached, { $size }
   *[other] { $count } files attached, { $size }
}
composer-attach-remove = Remove { $name }
composer-attach-under-way = { $size }, being sent
composer-attach-wait = A file is still on its way. Send once it is here.
composer-attach-forgotten = You mention an attached file, and there is none. Attach it, or send once more to go without.
composer-attach-dangerous = many mail servers refuse this kind of file
composer-attach-refused = { $why ->
    [files] { $name }: an answer has no more than { $files } files.
   *[bytes] { $name } is too heavy: the files of an answer weigh at most { $size } together.
}
composer-template-all = All languages
composer-template-of-type = for this type
case-wait-until = Take up again by itself on
case-wait-until-why = Without a date, the case stays paused until somebody writes or takes it up.
case-wait-note = Internal note
case-wait-note-why = What is awaited, and from whom: read by the team alone.
case-wait-set = Pause
case-wait-past = Choose a moment to come.
case-done-waiting-until = { $count ->
    [one] Case paused until { $at }
   *[other] { $count } cases paused until { $at }
}
case-waiting-until = { $waiting } until { $at }
