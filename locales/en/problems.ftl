# Refusals and failures, answered by the server and shown as they are. What happened, then what to do.

# The request
problem-not-found = Nothing at this address, or nothing you may see.
problem-not-signed-in = Sign in first.
problem-forbidden = Your role does not allow this.
problem-staff-only = This is for people who are signed in, not for keys.
problem-stale = Someone changed it meanwhile. Read again, then retry.
problem-version-required = The version you have read is missing (If-Match).
problem-too-many-requests = Too many tries in a row. Wait a little, then retry.
problem-internal = The server failed, and the cause is in its log. Retry; if it lasts, tell whoever runs it.
problem-unavailable = The server cannot answer just now. Retry in a few seconds.
problem-method-not-allowed = This address does not take that method.
problem-misdirected = This server does not answer for that name.
problem-cross-site = This request came from another site: it was not taken.
problem-not-json = The body must be sent as application/json.
problem-invalid-json = The body is not JSON.
    .detail = The body is not JSON: { $cause }.
problem-body-too-large = What was sent is too large.
problem-body-unreadable = What was sent could not be read to its end. Send it again.
problem-invalid-query = A parameter of the address cannot be read.
    .detail = A parameter of the address cannot be read: { $cause }.
problem-invalid-cursor = This cursor belongs to another list.
problem-invalid-limit = A page holds at least one row.
    .detail = A page holds 1 to { $limit } rows.
problem-idempotency-key-unreadable = Idempotency-Key is 1 to 255 visible characters.
problem-idempotency-key-reused = This Idempotency-Key came with another request before.
problem-still-running = The first request with this Idempotency-Key still runs.
problem-invalid-field = A field is not as expected.
problem-field-missing = This field is missing.
problem-field-unknown = There is no such field here.
problem-field-unreadable = What is given here cannot be read.
problem-value-unreadable = This value cannot be read here.
    .detail = “{ $value }” cannot be read here.

# Access
problem-sign-in-refused = Address, password or code not recognised.
problem-locked-out = Too many failed tries. Wait, then retry.
problem-password-wrong = The present password does not fit.
problem-password-weak = Choose another password.
problem-password-length = A password has at least 12 characters, and at most 1024 bytes.
problem-password-common = This password is one that everybody tries: choose another.
problem-code-wrong = This code does not fit. Codes change every 30 seconds.
problem-second-factor-in-use = The second step is already on.
problem-second-factor-not-started = Start again from the beginning.
problem-invalid-name = Give a name of 1 to 120 characters, on one line.
problem-invalid-email = Write a whole address, such as name@example.com.
problem-invalid-phone = Write a whole number, such as +33 6 12 34 56 78.
problem-email-taken = Somebody has this address already.
problem-name-taken = This name is taken: choose another.
problem-last-admin = At least one person must stay admin.
problem-key-revoked = This key is revoked already.
problem-invalid-scopes = Tick at least one thing the key may do.
problem-expiry-in-past = This key would be over already: choose a date to come.
problem-setup-done = The first account exists already. Sign in.
problem-setup-code-wrong = This set-up code does not fit. It is written in the server’s log.
problem-invalid-country = A country is two capital letters, such as FR.
problem-invalid-time-zone = There is no such time zone; one is written Europe/Paris.
problem-invalid-languages = Choose at least one language.

# Cases
problem-case-closed = This case is closed. Reopen it first.
problem-case-not-closed = This case is not closed.
problem-case-not-waiting = This case is not waiting.
problem-case-not-snoozed = This case is not put aside.
problem-address-unusable = Write a whole address, such as name@example.com.
    .detail = “{ $address }” is not a whole e-mail address.
problem-person-without-address = This person has no e-mail address. Add one on their page.
problem-batch-too-large = These are too many cases at once.
    .detail = { $count } cases are too many at once: narrow the list.
problem-selection-empty = Say which cases: a view, or at least one criterion.
problem-batch-final = This act is over already: it cannot be taken back.
problem-answer-not-retractable = This answer has left already: it cannot be taken back.
problem-wait-in-past = The wait would end in the past: choose a moment to come.
problem-subject-empty = Write a subject.
problem-case-type-place = The order goes from 0 to { $most }.
problem-at-in-future = This can’t have taken place yet: choose a moment in the past.
problem-case-type-unknown = This type of case is not, or no longer, offered.
problem-owner-unknown = This person is not, or no longer, on the staff.
problem-team-unknown = This team does not exist, or no longer.
problem-person-unknown = This customer does not exist.
problem-account-unknown = This account does not exist.
problem-draft-too-long = This text is too long for a letter. Attach it as a file instead.
problem-name-unusable = Give a name of 1 to 80 characters, on one line.
problem-key-unusable = Lower-case letters without accents, digits and _, at most 40, a letter first.
problem-promise-empty = Tick at least one time to promise.
problem-target-out-of-range = A time lies between one second and ten years.
problem-calendar-unusable = Deadlines cannot be counted on this calendar. Correct what is marked.
problem-calendar-not-a-time = A time of day is written 00:00 to 24:00, such as 09:00.
problem-calendar-window-backward = These hours end before they start. To go past midnight write two: until 24:00, then from 00:00.
problem-calendar-windows-overlap = Two windows of this day overlap.
    .detail = { $first } and { $second } overlap.
problem-calendar-day-twice = This day is given twice.
    .detail = This day is given above already, as “{ $first }”.
problem-calendar-never-open = No day is worked, so no deadline would ever come. Open at least one window.
problem-calendar-too-many-days = There are too many special days.
    .detail = There are too many special days: { $max } at most.
problem-template-unusable = This template could leave a hole in the text. Correct what is marked.
problem-template-length = Write a text, of 20,000 bytes at most.
problem-template-too-many-variables = A template has at most 40 variables.
problem-template-variable-name = This cannot be a variable’s name.
    .detail = “{ $name }” cannot name a variable: lower-case letters, digits and _.
problem-template-declared-twice = This variable is given twice.
    .detail = “{ $name }” is given twice.
problem-template-undeclared = The text names a variable that is not given.
    .detail = The text names “{ $name }”, which is not in the list of variables.
problem-template-fallback-empty = The fallback is empty.
    .detail = Write a fallback, or put its sentence into a condition “if { $name }”.
problem-template-required-with-fallback = A required variable has no fallback: choose one of them.
problem-template-printed-unguarded = This variable may be missing.
    .detail = “{ $name }” may be missing. Give a fallback, make it required, or put its sentence into a condition “if { $name }”.
problem-template-syntax = A brace or a condition is not written right.
    .detail = Line { $line }: a double brace or a condition “if … endif” is not written right.
problem-template-unknown-filter = A filter or a function does not exist.
    .detail = Line { $line }: there is no such filter or function.
problem-newer-words = The customer has written since. Read before sending.
problem-answered-meanwhile = An answer has been sent since. Read before sending.
problem-text-empty = Write a text.
problem-text-too-long = The text is too long.
    .detail = The text is longer than { $length } characters. Shorten it.
problem-hold-too-long = An answer is not held that long.
    .detail = An answer is held for at most { $seconds } seconds.
problem-reply-files-full = An answer has no more than { $files } files.
problem-reply-files-large = These files are too heavy for a mail.
    .detail = The files of an answer weigh at most { $megabytes } MB together. Send fewer, or a link.
problem-reply-file-gone = One of the attached files is no longer there. Check the list, then send again.
problem-no-recipient = No address is known to answer this person. Add one on their page.
problem-person-missing = Say who it is for: a customer, an address or a number.
problem-callback-closed = This call-back is closed already.

# Customers and imports
problem-customer-value = This value cannot stand here.
    .detail = { $field ->
        [email] “{ $value }” is not a whole e-mail address.
        [phone] “{ $value }” is not a phone number.
        [iban] “{ $value }” is not an IBAN: its check digits are wrong.
        [born_on] “{ $value }” is not a date, such as 1979-03-31.
        [language] “{ $value }” is not a language.
        [trust] Trust lies between 0 and 100.
        [key] Lower-case letters without accents, digits and _, at most 40.
        [name] Give a name, of 1 to 120 characters.
       *[other] “{ $value }” cannot stand here.
    }
problem-person-nameless = A name, an address or a number is needed.
problem-source-unknown = No source is called "{ $value }".
problem-external-id-required = Give the number this source uses too.
problem-taken = It is there already.
    .detail = { $what ->
        [source_record] This source has a record of this number already.
        [source] A source has this name already.
       *[other] It is there already.
    }
problem-import-state = The import is no longer in the state that was shown. Read the page again.
problem-import-mapping = The columns cannot be read like this.
problem-import-encoding-unknown = This encoding is not known.
problem-import-field-twice = Two columns fill the same field: leave one out.
problem-import-number-twice = Two columns are said to be the number in that system: there is only one.
problem-import-nothing-to-tell-by = First say which column is the number, the address or the phone: nobody is recognised without.
problem-import-no-source = First say which system this file is from.
problem-import-staff-source = What our staff type is not imported: choose another system.
problem-import-file-empty = { import-file-empty }
problem-import-file-html = { import-file-html }
problem-import-file-binary = { import-file-binary }
problem-import-file-archive = { import-file-archive }
problem-import-file-json-list = { import-file-json-list }
problem-import-file-damaged = { import-file-damaged }
problem-import-layout = The layout cannot be read like this.
problem-import-layout-missing = Give the layout: without it there is no telling where fields begin.
problem-import-layout-letters = Files of fixed width are read in UTF-8 or in an encoding of one byte a letter.
problem-import-layout-empty = The layout describes no field: write a name, a start and a length a line.
problem-import-layout-words = Layout, line { $line }: write name, start, length and, if need be, text, date FORM, packed DECIMALS or zoned DECIMALS.
problem-import-layout-number = Layout, line { $line }: start and length are whole numbers from 1 on, decimals go up to 31.
problem-import-layout-date-form = Layout, line { $line }: a date is written like YYYYMMDD, DD/MM/YYYY, CYYMMDD or YYYYDDD.
problem-import-layout-name-twice = Layout, line { $line }: a field above has this name already.
problem-import-layout-behind-record = Layout, line { $line }: the field ends behind the end of the record.
problem-import-layout-many = A record has at most 2,000 fields.
problem-import-layout-json = Layout, line { $line }: this JSON is not of the form fields, with name, start and length for each field.
problem-upload = The file did not arrive whole. Send it again.
problem-upload-too-large = Files of up to { $megabytes } MB are taken here. Larger ones are brought in by entente import customers on the server.
problem-upload-without-file = Choose a file.
problem-interaction-kind = A call is inbound or outbound; a note is internal.
problem-interaction-at = It has not taken place yet: choose a moment in the past.
problem-interaction-state = This message is no longer in a state that allows it. Read the page again.
problem-interaction-start = A contact cannot start like this.
problem-timeline-of-whom = Say whose: person_id, account_id or case_id.

# Mail
problem-mailbox-unusable = The mailbox cannot be set up like this. Correct what is marked.
problem-mailbox-name-length = Give a name of 1 to 200 characters.
problem-mailbox-display-name-length = This name has at most 200 characters.
problem-mailbox-no-directory = Give the directory mail arrives in.
problem-mailbox-no-server = A receiving or a sending server is needed.
problem-mailbox-host-unusable = Give the server’s name, such as imap.example.com.
problem-address-taken = Another mailbox has this address already.
problem-passwords-sealed = The stored passwords no longer open with this installation’s key: write them again.
problem-not-quarantined = This message is no longer in quarantine.
problem-form-unreadable = The form could not be read. Send it again.

# Surveys, indicators, jobs
problem-survey-faulty = The survey has faults that keep it from being published; they are listed beside it.
# $code: what was found.
problem-survey-finding = Something is to be looked at.
    .detail = { survey-finding }
problem-survey-unchanged = Nothing has changed since the published version.
problem-invitation-no-address = This person has no e-mail address: add one to their record first.
problem-case-of-another = This case is not this person’s.
problem-invitation-asked-recently = This person was invited less than { $days } days ago: your rules promise them that long a pause.
problem-invitation-complaint-open = This person has a complaint open: your rules ask you not to survey them now.
problem-survey-not-askable = This survey cannot be asked: publish it first.
problem-survey-template-unknown = There is no such survey template.
problem-survey-template-or-definition = Give either a template or questions.
problem-rule-delay-out-of-range = The delay is 0 to 90 days.
problem-rule-quiet-days-out-of-range = 0 to 730 days.
problem-rule-open-days-out-of-range = 1 to 365 days.
problem-rule-place-out-of-range = The order goes from 0 to 999.
problem-rule-share-out-of-range = The share is above 0%, and at most 100%.
problem-response-busy = Another page of this response is being saved. Send again.
problem-invalid-period = This period cannot be read.
    .detail = “{ $value }” is no period: 2026-10, 2026-W41, 2026-Q4, 2026 or 2026-10-01..2026-10-15.
problem-period-too-long = This period is too long.
    .detail = “{ $value }” is too long: a period has at most { $days } days, two years.
problem-job-not-set-aside = Only a job that was set aside can be retried or dropped.

# Mail that does not leave or does not arrive. $what: the server, the command or the address.
problem-no-address = No address is known for this person. Add one on their page, then send again.
problem-no-mailbox = No mailbox can send. Set up a sending server under mailboxes, then send again.
problem-mailbox-off = The mailbox of this message is at rest. Wake it, then send again.
problem-mail-server-unknown = The server’s name is not known. Check it in the mailbox’s settings.
    .detail = The name “{ $what }” is not known. Check it in the mailbox’s settings.
problem-mail-server-unreachable = The server does not answer. Check its port, and that no firewall stops the connection.
    .detail = { $what } does not answer. Check the port, and that no firewall stops the connection.
problem-mail-server-tls = The protected connection failed. Check the protection chosen and the server’s certificate.
    .detail = The protected connection with { $what } failed. Check the protection chosen and the server’s certificate.
problem-mail-server-plain = Without protection the password would cross the network in the clear. Choose TLS or STARTTLS.
problem-mail-server-lacks = The server does not offer what is needed.
    .detail = The server does not offer { $what }. Change the protection, or ask your provider.
problem-mail-sign-in = The server refuses the account or the password. Replace it in the mailbox’s settings.
problem-mail-server-refused = The server refuses.
    .detail = The server refuses the command { $what }.
problem-mail-server-silent = The server did not answer in time.
problem-mail-connection-broken = The connection broke.
problem-mail-address = This address cannot receive mail. Correct it on the customer’s page, then send again.
    .detail = “{ $what }” cannot receive mail. Correct the address on the customer’s page, then send again.
problem-mail-later = The sending server asks to come back later.
problem-mail-refused = The sending server refuses this message. Read its answer, correct, then send again.
problem-mail-copy-refused = The message left, but not in copy to { $what }: that address is refused.
problem-mail-bounced = The message came back: the recipient’s server refused it. Check the address.
problem-mail-answer-lost = The server took the message, but its answer was lost: it may have left. Ask before you send again.
problem-mail-not-back = The test mail has not come back in time: it may be delayed, or filed elsewhere.
problem-mail-folder = The mailbox’s directory cannot be read or written. Check its rights.
problem-mail-unwritable = The message cannot be put together. The cause is in the server’s log.
