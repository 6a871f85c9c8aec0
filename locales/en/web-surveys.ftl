# Surveys: list, builder, results, rules.
surveys-why = What we ask, and what comes back. A published version never changes: the next one starts a new series if the words change.
surveys-empty = No survey yet. Start from a template.
survey-name = Name
survey-state = State
survey-draft = draft
survey-asked = version { $version } asked
survey-at-rest = at rest
survey-sent = Invitations
survey-responses = Responses
survey-last = Last response
survey-act = Act
survey-see = See the questions
survey-edit = Edit
survey-read = View
survey-start = Start from a template
survey-start-act = Create from this template
survey-created = Survey { $name } created
survey-saved = { $name } saved
survey-published = { $name } published
survey-results = Results
survey-save = Save the draft
survey-publish = Publish version { $version }
survey-publish-ask = Publish version { $version }?
survey-publish-first = Version { $version } can then be asked, and can no longer be changed.
survey-publish-replaces = Version { $version } replaces version { $before } in the next invitations, and can no longer be changed. If a question changes its meaning, figures before and after no longer compare.
survey-publish-answers = { $count ->
    [0] No response so far
    [one] { $shown } response received keeps the version it answers
   *[other] { $shown } responses received keep the version they answer
}
survey-publish-out = { $count ->
    [0] No invitation sent is waiting for an answer
    [one] { $shown } invitation sent is still waiting, and will show version { $before }
   *[other] { $shown } invitations sent are still waiting, and will show version { $before }
}
survey-publish-later = { $count ->
    [0] No invitation is planned for now
    [one] { $shown } planned invitation will leave with version { $version }
   *[other] { $shown } planned invitations will leave with version { $version }
}
survey-publish-save = Save the draft first.
survey-publish-findings = First put right what the checks say.
survey-rest = Put to rest
survey-wake = Ask again
survey-title = Title
survey-introduction = Before the first question
survey-thanks = Thanks
survey-missing = missing
survey-question = Question
survey-low = What the lowest score means
survey-high = What the highest score means
survey-option = Choice
survey-option-add = Add a choice
survey-required = answer needed
survey-decline = "I’d rather not say" offered
survey-multiple = several choices
survey-up = Move up
survey-down = Move down
survey-remove = Remove
survey-jump-remove = Remove this jump
survey-add = Add a question
survey-kind-new = Kind of the new question
survey-kind = { $kind ->
    [nps] Recommendation, 0 to 10
    [satisfaction] Satisfaction, 1 to 5
    [effort] Ease, 1 to 7
    [choice] Choice
    [text] Free text
   *[callback] Call-back request
}
survey-if-at-most = If { $score } or less
survey-if-at-least = If { $score } or more
survey-if-unanswered = Without an answer
survey-if-yes = { $yes ->
    [true] If yes
   *[other] If no
}
survey-if-any = If { $options }
survey-jump-end = the end
survey-jump-to = question { $question }
survey-preview = Preview
survey-preview-language = Language of the preview
survey-preview-go = Continue
survey-sound = Checks: nothing to say, the survey can be published.
survey-finding = { $code ->
    [no_question] No question
    [empty_page] Page without a question
    [default_language_missing] Default language not among the languages
    [wording_missing] Wording missing
    [key_malformed] Malformed question name
    [key_twice] The same name twice
    [key_reserved] Name the page keeps for itself
    [key_of_another] Name of an earlier question of another kind
    [too_few_options] Fewer than two choices
    [score_twice] Two questions for the same indicator
    [target_unknown] Jump to a question that isn’t there
    [jump_backward] Jump backwards
    [jump_into_page] Jump into the middle of a page
    [condition_unknown] Condition on an absent or later question
    [condition_impossible] Condition that no answer fulfils
   *[unreachable] Question never reached
}

results-head = Version { $version } · { $count ->
    [one] { $responses } response
   *[other] { $responses } responses
} to { $invited ->
    [one] { $sent } invitation
   *[other] { $sent } invitations
}
results-none = No responses yet.
results-none-sent = No invitation has left. A survey rule decides who is invited after a case.
results-invitations = What became of the invitations
results-nps-part = { $part ->
    [worse] { $count ->
        [one] { $shown } detractor, 0 to 6
       *[other] { $shown } detractors, 0 to 6
    }
    [better] { $count ->
        [one] { $shown } promoter, 9 or 10
       *[other] { $shown } promoters, 9 or 10
    }
   *[plain] { $count ->
        [one] { $shown } passive, 7 or 8
       *[other] { $shown } passives, 7 or 8
    }
}
results-rate = Response rate
results-complete = { $shown } complete
results-partial = { $shown } begun
results-waiting = { $shown } awaited
results-expired = { $count } without response
results-scheduled = { $count } to come
results-refused = { $shown } not sent
results-answered = { $count ->
    [one] { $shown } answer
   *[other] { $shown } answers
}
results-declined = { $count } "I’d rather not say"
results-not-answered = { $count } not answered
results-not-asked = { $shown } not asked
results-incomplete = { $shown } stopped before
results-distribution = Answers given
results-caption = { $count ->
    [one] Count of one answer.
   *[other] Count of the { $shown } answers.
}
results-score = Answer
results-words = Latest words
survey-jump-add = Add a jump
survey-jump-go = Go to
survey-jump-keep = Add this jump
survey-when = When
survey-when-name = { $when ->
    [at_most] the score is at most
    [at_least] the score is at least
    [any_of] the answer is
    [yes] the answer is yes
    [no] the answer is no
   *[unanswered] there is no answer
}
invite-open = Invite a person
invite-title = Invite to “{ $survey }”
invite-who = Whom to invite
invite-who-why = The invitation leaves by e-mail, at once; the link is good for 30 days.
invite-act = Send the invitation
invite-insist = Send it all the same
invite-done = Invitation requested for { $name }
