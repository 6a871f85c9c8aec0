# Pages that customers see. Vouvoiement, present tense, no exclamation; the error pattern of the interface brief.
portal-error-title = Error: { $title }
portal-error-heading = { $count ->
    [one] One point needs another look
   *[other] { $count } points need another look
  }
portal-trap = Leave this field empty
portal-too-fast = Nothing was sent yet. Read it again, then send it once more.
portal-stale-form = The page was open for too long. Send it again: your text is kept.
portal-footer-contact = Write to us
portal-footer-promises = Our promises
portal-footer-accessibility = Accessibility: partially compliant
portal-language-fr = Français
portal-language-en = English
portal-not-found-title = This page does not exist
portal-not-found = Check the address, or write to us.
portal-too-many-title = Too many tries
portal-too-many = Try again in a few minutes.
portal-too-large-title = This is too large to send
portal-too-large = Nothing of it arrived. Go back to the previous page: your text is still there. Choose a smaller file, then send again.
portal-failed-title = This page can’t be opened right now
portal-failed = This is our fault. Try again in a few minutes: if you had just sent something, go back to the previous page, your text is still there.
portal-refused-title = We could not take this request
portal-survey-step = Page { $number } of { $of }
portal-survey-decline = I’d rather not say
portal-survey-optional = { $text } (optional)
portal-survey-yes = Yes
portal-survey-no = No
portal-survey-continue = Continue
portal-survey-send = Send my answer
portal-survey-back = Back to the previous page
portal-survey-thanks-title = Thank you. Your answer is saved.
portal-survey-answered-title = You have already answered
portal-survey-answered = Your answer is saved; it can no longer be changed here. To add something, write to us.
portal-survey-closed-title = This survey is closed
portal-survey-closed = We no longer take answers. Your opinion still counts: write to us.
portal-survey-dead-title = This link has expired
portal-survey-dead = It is too old, or a piece of it is missing. Try the link in the message you received, or write to us.
portal-survey-missing-score = Choose a score, or “I’d rather not say”.
portal-survey-missing-score-required = Choose a score.
portal-survey-missing = Choose an answer.
portal-survey-missing-text = Write your answer.
portal-survey-out-of-scale = Choose a score from { $low } to { $high }.
portal-survey-unknown-option = Choose among the answers offered.
portal-survey-too-many = Choose one answer only.
portal-survey-too-long = The text is longer than { $length } characters. Shorten it.
portal-contact-title = Write to us
portal-contact-topic = Topic
portal-contact-message = Your message
portal-contact-name = Your name
portal-contact-reach = Your e-mail address or phone number
portal-contact-reach-hint = To answer you. Example: helene@example.com or +33 6 12 34 56 78
portal-contact-attachment = Attachment (optional)
portal-contact-attachment-hint = One file, 10 MB at most
portal-contact-send = Send the message
portal-contact-follow = Follow a case
portal-contact-promise-soon = Sent now, your message will be answered before { $when }.
portal-contact-promise-none = We read and answer every message.
portal-contact-error-topic = Choose a topic.
portal-contact-error-message = Write your message.
portal-contact-error-name = Tell us your name.
portal-contact-error-reach = Give an e-mail address such as helene@example.com, or a phone number such as +33 6 12 34 56 78.
portal-contact-error-attachment = The file is larger than 10 MB. Choose a smaller one.
portal-contact-error-long = The text is longer than { $length } characters. Shorten it.
portal-contact-done-title = Your message has arrived
portal-contact-done-promise = We will answer before { $when }.
portal-contact-done-none = We will answer.
portal-contact-done-number = Your case has the number { $number }. Keep it in case you call us.
portal-follow-title = Follow my case
portal-follow-intro = We send you a link to your open cases. No password.
portal-follow-email = Your e-mail address
portal-follow-send = Send me the link
portal-follow-done-title = Look at your mail
portal-follow-done = If we have an open case for this address, a link arrives within a few minutes. It is good for seven days.
portal-follow-done-none = Nothing comes? Look in your spam folder, or write to us.
portal-follow-error-email = Give an e-mail address such as helene@example.com.
portal-follow-mail-subject = Follow your case
portal-follow-mail-body =
    Hello,

    You asked to follow your case. Here is the link, good for seven days:

    { $links }

    You asked for nothing? Then there is nothing to do.

    { $company }
portal-case-number = Case { $number }
portal-case-dead-title = This link has expired
portal-case-dead = It is too old, or a piece of it is missing.
portal-case-dead-renew = Get a new one
portal-case-steps = Where your case stands
portal-case-step-received = Received
portal-case-step-studied = Studied
portal-case-step-answered = Answered
portal-case-step-closed = Closed
portal-case-step-done = done
portal-case-waits-us = We are working on it: it is our turn to answer.
portal-case-waits-you = We are waiting for your answer. Write to us below.
portal-case-waits-other = We are waiting for a third party. There is nothing you need to do.
portal-case-waits-nobody = We have answered you. Write to us if something is missing.
portal-case-closed = This case is closed. A message from you opens it again.
portal-case-promise-reply = We will answer before { $when }.
portal-case-promise-resolution = Your case will be settled before { $when }.
portal-case-promise-late = We were to answer before { $when }. We are late, and we know it.
portal-case-messages = Messages
portal-case-earlier = Older messages are not shown here.
portal-case-no-messages = No message yet.
portal-case-you = You
portal-case-us = Us
portal-case-reply = Write to us about this case
portal-case-message = Your message
portal-case-send = Send the message
portal-case-sent = Your message has arrived.
portal-case-callback = Be called back
portal-case-phone = Number to reach you on
portal-case-phone-hint = Example: +33 6 12 34 56 78
portal-case-callback-send = Ask for a call-back
portal-case-callback-asked = We will call you back. Your request is noted.
portal-case-callback-wish = Please call me back on { $phone }.
portal-case-error-phone = Give a phone number such as +33 6 12 34 56 78.
portal-promises-title = Our promises
portal-promises-intro = What we promise, and measure on every case.
portal-promises-none = No promise is published at the moment.
portal-promises-everything = Any request
portal-promises-order = The first line that fits a request holds for it.
portal-promises-priority-low = not pressing
portal-promises-priority-normal = of ordinary urgency
portal-promises-priority-high = pressing
portal-promises-priority-urgent = urgent
portal-promises-channel-mail = by mail
portal-promises-channel-phone = by phone
portal-promises-channel-web_form = by the contact form
portal-promises-channel-chat = by chat
portal-promises-channel-survey = by a survey
portal-promises-channel-portal = by the follow-up page
portal-promises-first-reply = First answer within { $time }
portal-promises-next-reply = Answer to each further message within { $time }
portal-promises-resolution = Settled within { $time }
portal-promises-hours-business = Counted in business hours.
portal-promises-hours-all = Counted day and night.
portal-time-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
  }
portal-time-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
  }
portal-time-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
  }
portal-weekday-1 = Monday
portal-weekday-2 = Tuesday
portal-weekday-3 = Wednesday
portal-weekday-4 = Thursday
portal-weekday-5 = Friday
portal-weekday-6 = Saturday
portal-weekday-7 = Sunday
portal-month-1 = January
portal-month-2 = February
portal-month-3 = March
portal-month-4 = April
portal-month-5 = May
portal-month-6 = June
portal-month-7 = July
portal-month-8 = August
portal-month-9 = September
portal-month-10 = October
portal-month-11 = November
portal-month-12 = December
portal-when-near = { $weekday } { $time }
portal-when-far = { $weekday } { $day } { $month }, { $time }
portal-when-year = { $day } { $month } { $year }, { $time }
portal-accessibility-title = Accessibility
portal-accessibility-intro = { $company } wants everyone to be able to use these pages. This statement covers the pages for customers: surveys, contact, case, promises.
portal-accessibility-we = Our company
portal-accessibility-state-heading = Compliance
portal-accessibility-state = These pages aim at WCAG 2.2 level AA and RGAA 4.1. Automatic checks run on each version; no complete audit by a third party has taken place yet. Compliance is therefore called partial.
portal-accessibility-done-heading = What is ensured
portal-accessibility-done-keyboard = Everything works by keyboard, with a visible focus.
portal-accessibility-done-script = No script, no time limit, no cookie.
portal-accessibility-done-contrast = Contrast of at least 4.5 for text, light and dark.
portal-accessibility-done-zoom = Readable at 400% without scrolling sideways.
portal-accessibility-contact-heading = A difficulty?
portal-accessibility-contact = Tell us what blocks you: we answer, and offer another way.
portal-accessibility-recourse-heading = Recourse
portal-accessibility-recourse = If our answer does not satisfy you, you may turn to the Défenseur des droits in France (defenseurdesdroits.fr).
