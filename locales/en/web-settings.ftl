# The settings: frame, forms, staff, teams, API keys, audit.
settings-mailboxes = Mailboxes
settings-quarantine = Quarantine
settings-promises = Promises
settings-calendars = Calendars
settings-templates = Reply templates
settings-survey-rules = Survey rules
settings-imports = Imports
settings-teams = Teams
settings-staff = Colleagues
settings-api-keys = API keys
settings-jobs = Jobs
settings-audit = Audit log
settings-choose = Choose a section.

form-leave = Some changes aren’t saved. Leave this page?
form-changes = { $count ->
    [one] 1 field changed
   *[other] { $count } fields changed
}
form-abandon = Discard
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
staff-empty = Nobody yet. Add a first colleague.
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
staff-end = Close access
staff-wake = Reopen access
staff-ended = Access of { $name } closed
staff-woken = Access of { $name } reopened

team-why = A team sees its own cases and those without a team.
team-empty = No team yet.
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
api-key-empty = No key. Create one to connect another program.
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
api-key-revoke-sure = Revoke the key "{ $name }"? The program that uses it stops at once; this can’t be undone.
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
audit-empty = No line with these filters.
