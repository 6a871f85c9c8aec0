# The mail that invites to a survey.
programme-invitation-greeting = Hello,
programme-invitation-greeting-name = Hello { $name },
programme-invitation-open = Answer the survey
programme-invitation-until = You can answer until { $day }.
programme-invitation-signature = { $company }
programme-invitation-why = You receive this message because { $company } handled a request of yours. Clicking a score doesn’t record it: you confirm it on the page.

# An answer as it reads on the customer's timeline.
programme-answer-yes = Yes
programme-answer-no = No
programme-answer-declined = I’d rather not say

# The subject of the call-back's case.
programme-callback-subject = Call-back asked for
programme-callback-subject-score = Call-back after a score of { $score } out of 10
