# The settings: frame, forms, staff, teams, API keys, audit.
settings-mailboxes = Mailboxes
settings-quarantine = Quarantine
settings-case-types = Types of case
settings-promises = Promises
settings-calendars = Calendars
settings-templates = Reply templates
settings-survey-rules = Survey rules
settings-sources = Sources
settings-imports = Imports
settings-teams = Teams
settings-staff = Colleagues
settings-api-keys = API keys
settings-jobs = Jobs
settings-audit = Audit log
settings-back = ‹ Settings

form-changes = { $count ->
    [one] 1 field changed
   *[other] { $count } fields changed
}
form-stale = Someone else saved meanwhile. This is their version, with your changes on top: read it again, then save.
form-abandon = Discard
form-leave-ask = Leave without saving?
form-leave-lost = { $count ->
    [one] One changed field won’t be kept.
   *[other] { $count } changed fields won’t be kept.
}
form-leave = Leave without saving
form-stay = Stay on this page
form-copy = Copy
form-copied = Copied
table-more = Show more

# $role: adviser, team_lead, analyst, marketing, admin
role-name = { $role ->
    [adviser] Adviser
    [team_lead] Team lead
    [analyst] Analyst
    [marketing] Marketing
   *[admin] Administrator
}
role-why = { $role ->
    [adviser] Answers the customers of their teams.
    [team_lead] Shares work out and holds the deadlines of their teams.
    [analyst] Reads every case and builds surveys.
    [marketing] Reads results and writes templates.
   *[admin] May do everything, settings included.
}

staff-why = Who works in entente. A change of role or team ends open sessions at once.
staff-empty = You are alone here so far.
staff-add = Add a person
staff-name = Name
staff-email = Address
staff-role = Role
staff-language = Language
staff-language-why = The language of their screens; they can change it.
staff-teams = Teams
staff-no-team = No team yet: create one in Teams.
staff-state = State
staff-active = active
staff-first = initial password to change
staff-inactive = access closed
staff-totp = Second step
staff-totp-on = on
staff-totp-off = off
staff-added = { $name } added
staff-saved = { $name } saved
staff-edit-why = The initial password and the second step can be remade here; nobody can read a password.
staff-inactive-why = This access is closed. The history keeps the name.
staff-password-once = Initial password of { $name }. It’s shown this once and must be changed at the first sign-in.
staff-password-new = New initial password
staff-password-made = Initial password remade
staff-totp-remove = Remove the second step
staff-totp-removed = Second step removed
staff-ask = { $what ->
    [totp] Remove the second step of { $name }?
   *[password] Make a new password for { $name }?
}
staff-lost = { $what ->
    [totp] The password alone will do until a new second step is set up. The recovery codes are void. This cannot be undone.
   *[password] The present password is void and open sessions are closed. This cannot be undone.
}
staff-end = Close access
staff-wake = Reopen access
staff-ended = Access of { $name } closed
staff-woken = Access of { $name } reopened

team-why = A team sees its own cases and those without a team.
team-empty = No team yet: everyone sees the same cases.
team-add = Add a team
team-name = Name
team-description = What it handles
team-members = Members
team-active = active
team-inactive = closed
team-added = Team { $name } added
team-saved = Team { $name } saved
team-end = Close the team
team-wake = Reopen the team
team-ended = Team { $name } closed
team-woken = Team { $name } reopened

api-key-why = A key lets another program act, within the limits you choose. It’s shown once; entente keeps only its fingerprint.
api-key-empty = No key yet: no other program is connected.
api-key-add = Create a key
api-key-name = Name
api-key-name-why = The program that will use it.
api-key-hint = Begins
api-key-scopes = May
api-key-used = Last used
api-key-never = never
api-key-expires = Ends
api-key-no-end = no end
api-key-days = { $days ->
    [0] no end
   *[other] in { $days } days
}
api-key-once = Key "{ $name }". Copy it now: it won’t be shown again.
api-key-added = Key { $name } created
api-key-revoke = Revoke
api-key-revoke-ask = Revoke the key “{ $name }”?
api-key-revoke-act = Revoke the key
api-key-last = Last used: { $at }.
api-key-not-used = It was never used.
api-key-revoke-lost = The program that uses it will be refused at once. A revoked key doesn’t come back: it will need a new one.
api-key-ended = revoked
key-revoked = Key { $name } revoked

# $permission: the codes of the server
permission-name = { $permission ->
    [cases_read] read cases
    [cases_write] handle cases
    [cases_assign] assign cases
    [customers_read] read customers
    [customers_write] correct customers
    [customers_import] import files
    [surveys_read] read surveys
    [surveys_write] build surveys
    [indicators_read] read indicators
    [callbacks_read] read call-backs
   *[other] { $permission }
}

audit-why = Every change, in order, by whom and on what. Nothing is erased; each line seals the one before.
audit-holds = The chain of the log is whole.
audit-broken = The chain of the log breaks at line { $at }: somebody changed the store.
audit-at = When
audit-actor = Who
audit-action = Act
audit-subject = On what
audit-details = Details
audit-filter = Filter
audit-clear = Clear filters
audit-anybody = Anybody
audit-any = All acts
audit-subject-find = Case (its number) or id
audit-kind = { $kind ->
    [staff] Colleague
    [team] Team
    [sess] Session
    [key] API key
    [mbox] Mailbox
    [prom] Promise
    [cal] Calendar
    [tpl] Template
    [surv] Survey
    [sver] Survey version
    [srule] Survey rule
    [job] Task
    [int] Message
    [person] Customer
    [acct] Account
   *[other] { $kind }
}
audit-yes-no = { $is ->
    [true] yes
   *[false] no
}
audit-detail = { $name ->
    [name] Name
    [version] Version
    [number] Version
    [role] Role
    [teams] Teams
    [members] Members
    [is_active] In use
    [scopes] Rights
    [expires_at] Ends on
    [count] How many
    [reason] Cause
    [address] Address
    [email] E-mail address
    [accepted] Accepted
    [case_id] Case
    [session] Session
    [recovery_code] By recovery code
    [passwords_changed] Passwords changed
    [place] Place
    [survey_id] Survey
    [delay_seconds] Delay
    [quiet_days] Days between two surveys
    [open_days] Days to answer
    [spares_complaints] Spares complaints
    [case_types] Case types
    [channels] Channels
    [share] Share invited
    [company_name] Company
    [market_country] Country
    [time_zone] Time zone
    [languages] Languages
    [steps_done] Steps done
    [name_fr] French name
    [name_en] English name
    [team_id] Team
    [language] Language
   *[other] { $name }
}
audit-empty = No line with these filters.

promise-why = What we promise, and to whom. In order: the first promise that fits a case holds for it, and the case shows which.
promise-empty = No promise yet: cases have no deadline.
promise-add = Add a promise
promise-name = Name
promise-place = Order
promise-place-why = The smallest is tried first.
promise-for = For cases
promise-any = all
promise-market = Market
promise-targets = What is promised
promise-metric = { $metric ->
    [first_reply] First reply
    [next_reply] Next reply
   *[resolution] Resolution
}
promise-hours = Hours
promise-counted = Counted
promise-counting = { $counting ->
    [business] business
   *[elapsed] elapsed
}
promise-pauses = Stands still while waiting for
promise-calendar = Calendar
promise-publish = Published to customers
promise-publish-why = Shown on the promises page and in acknowledgements.
promise-public = published
promise-internal = internal
promise-retired = retired
promise-saved = Promise { $name } saved
promise-retire = Retire this promise
promise-retired-now = Promise { $name } retired
promise-order-why = A change holds for open cases too: what was counted stays counted.

calendar-why = The hours we work. Deadlines in business hours run only within these windows.
calendar-empty = No calendar yet: without opening hours no promise can be counted.
calendar-add = Add a calendar
calendar-name = Name
calendar-default = Default
calendar-default-set = Default calendar
calendar-zone = Time zone
calendar-monday = Monday
calendar-closed = closed
calendar-holidays = Holidays
calendar-holidays-name = { $holidays ->
    [france] France
    [france_alsace_moselle] France, Alsace and Moselle
   *[none] none
}
calendar-edit-why = Several windows a day: the lunch break is the gap between two.
calendar-day = { $day ->
    [monday] Monday
    [tuesday] Tuesday
    [wednesday] Wednesday
    [thursday] Thursday
    [friday] Friday
    [saturday] Saturday
   *[sunday] Sunday
}
calendar-from = { $day }, from
calendar-to = { $day }, to
calendar-no-time = A time, such as 9:00
calendar-window-add = Add a window
calendar-window-remove = { $day }: remove the window from { $from }
calendar-days = Special days
calendar-on = On
calendar-day-name = Name
calendar-day-new = Closed
calendar-every-year = every year
calendar-day-add = Add a day
calendar-day-remove = Remove this day
calendar-saved = Calendar { $name } saved

template-why = Prepared replies, by intent and language. An empty variable is never sent: it has a fallback, or blocks sending.
template-empty = No template yet: every reply is written by hand.
template-add = Add a template
template-name = Name
template-intent = Intent
template-intent-why = The same word in French and English.
template-body = Text
template-insert = Insert a variable
template-variables = Variables
template-no-variable = No variables. Insert one in the text.
template-fallback = If { $name } is missing, write
template-required = needed
template-updated = Changed
template-saved = Template { $name } saved
template-retire = Retire this template
template-retired = Template { $name } retired
template-edit-why = A variable is written between double braces. The preview is made in a case, with the person’s data.

rule-why = Which closed cases are followed by a survey, and when not. The first rule that fits decides; a refusal keeps its reason.
rule-empty = No rule yet: nobody is asked after a case.
rule-add = Add a rule
rule-name = Name
rule-survey = Survey
rule-delay = After
rule-delay-after = After the closing
rule-delay-unit = Unit of the delay
rule-delay-unit-name = { $unit ->
    [minute] minutes
    [hour] hours
   *[day] days
}
rule-quiet = Rest
rule-quiet-days = Days of rest per person
rule-quiet-why = At most one invitation per person in this time, whatever the survey.
rule-open-days = Days the link can be answered
rule-share = Share
rule-share-percent = Share of cases, in %
rule-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
rule-types = Case types
rule-types-why = No choice: all.
rule-channels = Channels of the cases
rule-place-why = The lowest is tried first; the first rule that fits decides.
rule-spares = Asks nothing while a complaint is open
rule-on = Rule active
rule-active = active
rule-at-rest = at rest
rule-saved = Rule { $name } saved

job-why = What the server does by itself. A job that fails too often is set aside here, with its cause.
job-state = State
job-state-name = { $state ->
    [set_aside] Set aside
    [running] Running
    [pending] To come
   *[done] Done
}
job-none-aside = No job set aside.
job-none = No job here.
job-name = Job
job-run-at = Due
job-tries = Tries
job-error = Cause
job-retry = Retry
job-retry-all = { $count ->
    [one] Retry the task set aside
   *[other] Retry all { $shown } tasks
}
job-case = Case
job-finished-at = Done
job-tries-of = { $count } of { $max }
job-kind = { $kind ->
    [miss_deadline] Note a missed deadline
    [wake_case] Resume a paused case
    [end_snooze] Resume a snoozed case
    [rematch_cases] Review the promises of cases
    [run_case_batch] Change many cases
    [import_persons] Import people
    [send_mail] Send a message
    [release_reply] Let a reply leave
    [send_follow_links] Send the links to follow a case
    [send_invitation] Invite to a survey
    [send_requested_invitation] Invite to a survey
    [survey_closed_case] See whether a closed case is surveyed
    [record_answer] Put an answer on the timeline
    [open_callback] Open a call-back after a low score
    [open_requested_callback] Open a call-back asked for
    [close_callback_with_case] Close the call-back with its case
    [acknowledge_contact] Acknowledge
    [mailroom_plan_recorded] Prepare a message for sending
    [mailroom_plan_changed] Prepare a changed message for sending
    [seal_audit] Seal the audit log
    [seal_audit_whole] Seal what reached the audit log late
    [purge_sessions] Forget sessions that ended
    [purge_links] Forget links that ended
    [purge_idempotency_keys] Forget old idempotency keys
    [purge_queue] Forget tasks that are done
    [settle_surveys] Close surveys without an answer
   *[other] { $kind }
}
job-retried = Retry requested
audit-system = entente ({ $part ->
    [mailroom] mail
    [demo] demo
    [programme] follow-up
    [import] import
    [replace_key] command line
   *[other] { $part }
})
audit-action-name = { $action ->
    [promise_created] Promise added
    [promise_changed] Promise changed
    [promise_retired] Promise retired
    [calendar_created] Calendar added
    [calendar_changed] Calendar changed
    [template_created] Template added
    [template_changed] Template changed
    [template_retired] Template retired
    [api_key_created] Key created
    [api_key_revoked] Key revoked
    [case_type_changed] Case type changed
    [installation_changed] Installation changed
    [job_dropped] Job dropped
    [job_retried] Job retried
    [jobs_retried] Jobs retried
    [key_replaced] The installation’s key replaced
    [mailbox_changed] Mailbox changed
    [mailbox_created] Mailbox added
    [mailbox_health] Mailbox state
    [password_changed] Password changed
    [password_reset] Password reset
    [second_factor_reset] Second step reset
    [second_factor_started] Second step set up
    [second_factor_stopped] Second step removed
    [sender_decided] Sender decided
    [session_ended] Session ended
    [sign_ins_unlocked] Locked-out sign-ins unlocked
    [signed_in] Signed in
    [staff_changed] Colleague changed
    [staff_created] Colleague added
    [survey_published] Survey published
    [survey_rule_changed] Survey rule changed
    [survey_rule_created] Survey rule added
    [team_changed] Team changed
    [team_created] Team added
   *[other] { $action }
}
form-refused = Not saved: see what is marked below.

trial-title = Trial on past cases
trial-why = Counts the cases of the last 90 days again as if this promise had held. Nothing is changed.
trial-run = Try this promise
trial-fall = In the last { $days } days: { $count ->
    [0] none of { $looked } cases would have fallen under it.
    [one] { $shown } of { $looked } cases would have fallen under it.
   *[other] { $shown } of { $looked } cases would have fallen under it.
}
trial-sample = Only the { $looked } latest were counted.
trial-was = Share in time, as it was
trial-would-be = Share in time, with this promise

# Types of case
case-type-why = What requests are about. Promises, survey rules and the contact page start from them.
case-type-empty = No type yet: customers can’t choose a topic.
case-type-add = Add a type
case-type-name = Name
case-type-name-fr = Name in French
case-type-name-en = Name in English
case-type-key = Name in rules and exports
case-type-key-why = Letters without accents, digits and "_". It never changes afterwards.
case-type-key-taken = A type has this name already.
case-type-place-why = The lowest is offered first.
case-type-team = Team
case-type-team-why = Where new cases go when nothing else says so.
case-type-team-none = none
case-type-customers = Contact page
case-type-offered = offered
case-type-internal = internal
case-type-public = Offered to customers
case-type-public-why = They choose it as the topic on the contact page.
case-type-complaint = Complaint
case-type-complaint-why = In the sense of ISO 10002. While it is open, a rule may refrain from asking.
case-type-on = Offered for new cases
case-type-on-why = Without it, it stays on earlier cases and in reports.
case-type-active = in service
case-type-at-rest = retired
case-type-promise = Promise
case-type-promise-none = none
case-type-promise-why = Another may hold by channel, priority or market.
case-type-saved = Type { $name } saved
