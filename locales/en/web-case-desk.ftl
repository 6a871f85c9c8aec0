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
find-count = { $count ->
    [0] Nothing for “{ $text }”
    [one] { $count } result
   *[other] { $count } results
}
