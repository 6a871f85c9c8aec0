# Signing in, the first run, one's own settings.
sign-in-title = Sign in
sign-in-email = Address
sign-in-password = Password
sign-in-show = Show the password
sign-in-code = One-time code
sign-in-code-why = Only if you use a second step. A recovery code works too.
sign-in-act = Sign in
sign-in-refused = Address, password or code not recognised.
sign-in-locked = Too many tries. Try again after { $time }.

setup-title = Set-up · step { $step } of 6
setup-step = { $step ->
    [you] You
    [company] Company
    [mailbox] Mailbox
    [team] Team
    [promise] Promise
   *[trial] Trial
}
setup-step-done = { $name }, done
setup-continue = Continue
setup-later = Later
setup-finish = Finish
setup-code = Set-up code
setup-code-why = Written once in the server’s log when it first starts.
setup-name = Your name, as your colleagues read it
setup-email = Your address
setup-password = Password
setup-password-why = At least 12 characters. A sentence works.
setup-company = Company name, as your customers read it
setup-country = Country
setup-zone = Time zone
setup-languages = Your customers’ languages
setup-language = { $code ->
    [fr] French
   *[en] English
}
setup-country-why = For public holidays and phone numbers.
setup-mailbox-why = A mailbox your customers know: entente reads it and answers in its name.
setup-mailbox-server = { $host } { $port } { $security ->
    [tls] TLS
    [start_tls] STARTTLS
   *[plain] unprotected
}
setup-mailbox-guess = Suggested: { $imap } · { $smtp }
setup-mailbox-change = Change
setup-mailbox-password-why = The mailbox account’s own; some services ask for an app password. Kept encrypted, never shown.
setup-mailbox-no-address = Write the whole address, such as contact@example.com.
setup-mailbox-no-password = Write this mailbox’s password.
setup-mailbox-try = Test and continue
setup-mailbox-anyway = Save anyway
setup-team-why = Teams share cases. Each person gets a first password, which you hand over yourself.
setup-team-name = Name of the team
setup-team-default = Customer service
setup-team-people = People
setup-team-invite = Add a person
setup-team-add-person = Add this person
setup-promise-why = How soon you answer, and when you ask how it went. This suits many; everything can be refined later in the settings.
setup-calendar = Opening hours, Monday to Friday
setup-calendar-name = Opening hours
setup-calendar-why = Time zone { $zone }. { $holidays ->
    [france] French public holidays are closed.
   *[none] Add your public holidays in the settings.
}
setup-open = { $at ->
    [morning_from] Morning, from
    [morning_to] until noon
    [afternoon_from] Afternoon, from
   *[afternoon_to] until evening
}
setup-open-form = Hours and minutes, such as 09:00.
setup-promises = Promised, in business hours
setup-promises-why = Clocks stand still while the customer has to act. The first promise is published on the page of promises; the one for call-backs stays internal.
setup-promise-name = Messages
setup-promise-callback-name = Call-backs
setup-promise-callback = Call-back asked for
setup-hours-unit = h
setup-days-unit = days
setup-survey = What we ask afterwards
setup-survey-name = After a case
setup-survey-ask = Ask for an opinion after each closed case
setup-survey-why = Three questions; an unhappy answer can ask to be called back. After a complaint, nothing is asked.
setup-survey-delay = Delay after closing
setup-survey-quiet = No more than once every
setup-trial-why = Write to { $address } from your own address, or through the contact form: your message becomes a case, here.
setup-trial-form-why = Write through the contact form, as a customer would: your message becomes a case, here. Without a mailbox the answer won’t leave yet.
setup-trial-mail = Write to { $address }
setup-trial-contact = Open the contact form
setup-trial-subject = Trial
setup-trial-body = Hello, this is a trial. { $name }
setup-trial-arrived = The case has arrived.
setup-resume = Set-up · { $step } of 6
setup-trial-waiting = Waiting for the first case…

me-places = Other places
me-title = Me
me-screens = Screen
me-language = Language
me-language-name = { $code ->
    [fr] French
   *[en] English
}
me-theme = Appearance
me-theme-name = { $theme ->
    [system] As the device
    [light] Light
   *[dark] Dark
}
me-density = Density
me-density-name = { $density ->
    [auto] Automatic
    [compact] Compact
   *[comfortable] Comfortable
}
me-shortcuts = One-key shortcuts
me-shortcuts-why = Without them, every act can be reached with Ctrl K.
me-shortcuts-name = { $value ->
    [on] Yes
   *[off] No
}
me-sheet-hint = The ? key shows all shortcuts.
me-password = Password
me-password-now = Present password
me-password-new = New password
me-password-change = Change the password
me-password-changed = Password changed. Your other sessions have ended.
me-password-must = Someone else chose this password: replace it.
me-totp = Second step
me-totp-why = A one-time code from an app on your phone, on top of the password.
me-totp-on = The second step is on.
me-totp-start = Turn on
me-totp-secret = Scan this code with your app, then give the six digits it shows.
me-totp-qr = QR code of the key
me-totp-typed = Or type this key into the app:
me-totp-link = Open in the app
me-totp-code = Six-digit code
me-totp-confirm = Confirm
me-totp-recovery = Recovery codes. Each works once. Keep them somewhere other than this phone: they will not be shown again.
me-totp-stop = Turn off
me-totp-stopped = Second step turned off.
me-sessions = Open sessions
me-session-present = this one
me-session-end = End
me-session-ended = Session ended
me-sign-out = Sign out
me-saved = Settings saved
