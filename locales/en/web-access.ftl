# Signing in, the first run, one's own settings.
sign-in-title = Sign in
sign-in-email = Address
sign-in-password = Password
sign-in-show = Show the password
sign-in-code = One-time code
sign-in-code-why = Only if you use a second step. A recovery code works too.
sign-in-act = Sign in
sign-in-refused = Address or password not recognised.
sign-in-locked = Too many tries. Try again after { $time }.

# $code: the problem's code
access-refused = { $code ->
    [password_wrong] The present password does not fit.
    [password_weak] The new password needs at least 12 characters, and must not be one that everybody tries.
    [code_wrong] This code does not fit. Codes change every 30 seconds.
    [second_factor_in_use] The second step is already on.
    [second_factor_not_started] Start again from the beginning.
    [setup_code_wrong] This set-up code does not fit. It is written in the server’s log.
    [setup_done] The first account exists already. Sign in.
    [invalid_name] Give a name, on one line.
    [invalid_email] This is not an e-mail address.
    [invalid_country] A country is two capital letters, for example FR.
    [invalid_time_zone] A time zone is written like Europe/Paris.
    [invalid_languages] Choose at least one language.
    [stale] Someone changed it meanwhile. Read again, then retry.
   *[other] That did not work ({ $code }).
}

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
setup-country-why = For public holidays and phone numbers. Two letters: FR, BE, CH…
setup-zone = Time zone
setup-languages = Your customers’ languages
setup-language = { $code ->
    [fr] French
   *[en] English
}
setup-mailbox-why = A mailbox your customers know: entente reads it and answers in its name. Settings test it before saving.
setup-mailbox-open = Set up a mailbox
setup-mailbox-count = { $count ->
    [0] No mailbox yet.
    [one] { $count } mailbox is set up.
   *[other] { $count } mailboxes are set up.
}
setup-team-why = Teams share cases. You can invite people later.
setup-team-name = Name of a team
setup-team-add = Add the team
setup-team-count = { $count ->
    [0] No team yet.
    [one] { $count } team.
   *[other] { $count } teams.
}
setup-promise-why = A promise says how soon you answer. A first, simple one can be refined later.
setup-promise-open = Set a promise
setup-promise-count = { $count ->
    [0] No promise yet.
    [one] { $count } promise.
   *[other] { $count } promises.
}
setup-trial-why = Write a mail to your mailbox from your own address: it becomes a case, here.
setup-trial-waiting = Waiting for the first case…
setup-trial-arrived = The first case has arrived.
setup-trial-open = Open the case

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
me-totp-secret = Add this key to your app, then give the code it shows.
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
