# Customers: search, the person's page, the timeline.
customers-find = Find a customer
customers-find-why = Name, town, postcode, address, phone or number, in any order.
customers-new = New record
customers-create = Create this person
customers-list = Customers found
customers-found-more = More than { $count } people found
customers-found = { $count ->
    [0] Nobody found
    [one] 1 person found
   *[other] { $count } people found
}
customers-none = Nobody for "{ $q }". Understood: { $words }. Look for the beginning of a word, or create the record.
customers-empty = No customers yet. Import a file in Settings, or wait for the first message.
customers-clear = Clear the search

person-since = Known here since
person-new-case = New case (L)
key-customer-call = Log a call or open a case
person-tab-feed = Timeline
person-tab-card = Record
person-cases = Cases
person-no-case = No cases.
person-case-closed = closed
person-scores = Scores and words
person-no-score = No survey answered.
person-partial = incomplete response
person-wants-callback = Wants to be called back.

golden-title = Reference record
golden-one-source = Only one source knows them: { $source }. Nothing confirms it yet.
golden-since = since
golden-agree = { $agree } of { $of } sources
golden-rule = { $rule ->
    [agreed] all agree
    [verified] chosen: proven
    [trusted] chosen: most trusted source
    [recent] chosen: most recent
    [frequent] chosen: most frequent
   *[alphabet] chosen: nothing tells them apart
}
golden-rivals = { $count ->
    [one] 1 other value
   *[other] { $count } other values
}
golden-correct = Correct
golden-since-then = Since
golden-corrected = { $field }: corrected
golden-points = Contact points
golden-no-point = No contact points.
golden-accounts = Accounts
golden-records = Source records
golden-record-changed = changed
membership-role = { $role ->
    [executive] executive
    [middle] middle management
   *[operational] operational
}
point-kind = { $kind ->
    [email] e-mail
    [phone] phone
    [iban] IBAN
   *[postal] address
}
point-proved = { $how ->
    [staff] verified by staff
    [reply] proven by a reply
    [link] proven by a link
    [code] proven by a code
   *[other] proven
}
point-unproved = not proven
point-prove = Mark as verified
point-verified = { $point }: verified

# $field: full_name, title, first_name…
field-name = { $field ->
    [full_name] Full name
    [title] Title
    [first_name] First name
    [last_name] Last name
    [language] Language
    [born_on] Born
    [address_line] Address
    [postcode] Postcode
    [city] Town
    [country] Country
    [email] E-mail
    [other_email] Other e-mail
    [phone] Phone
    [other_phone] Other phone
    [iban] IBAN
   *[other] { $field }
}

timeline-title = Timeline of { $name }
timeline-filter = Filter the timeline
timeline-all = All
timeline-years = Years
timeline-year = { $year }, { $count ->
    [one] 1 contact
   *[other] { $count } contacts
}
timeline-new = { $count ->
    [one] 1 new · Show (U)
   *[other] { $count } new · Show (U)
}
timeline-none = No contacts with these filters.
timeline-empty = No contacts yet.
timeline-hidden = Contact of another team: its content isn’t shown.
timeline-case = Case
timeline-customer = Customer
timeline-us = Us · { $name }
timeline-us-alone = Us
timeline-note = Internal · { $name }
timeline-what = { $kind ->
    [call] Call
    [note] Internal note
    [invitation] Invitation
    [answer] Survey answer
   *[message] { $direction ->
        [inbound] Message received
       *[outbound] Message sent
    }
}

customer-new-why = Give at least a name, an address or a phone number. What you type is a source like any other: it replaces no record.
customer-added = { $name } added
account-kind = { $kind ->
    [group] group
   *[company] company
}
account-members = People
account-nobody = Nobody acts for this account yet.
account-role = Level
account-job = Function

import-why = Bring in the records of another system. Nothing is written before the dry run, and the same file twice changes nothing.
import-new = New import
import-file = File
import-file-why = CSV and other delimited text, JSON (one object a line), fixed width (ASCII or EBCDIC), Parquet; packed by gzip or not. Format, encoding and separator are found.
import-layout-file = Layout
import-layout-file-why = For a file of fixed width only: a text with a field a line, or JSON.
import-layout = Where the fields begin
import-layout-why = A field a line: name, start, length, then if need be date FORM, packed DECIMALS or zoned DECIMALS. “record 120” is the length of a record without line ends, “trimmed” allows for blanks that were cut off.
import-code-page-why = For EBCDIC, the code page: 1147 in France with €, 297 without; 1148 and 500 international.
import-format = Format
import-format-name = { $format ->
    [json_lines] JSON, one object a line
    [fixed_width] Fixed width
    [parquet] Parquet
   *[delimited] Delimited text (CSV)
  }
import-format-found = Format found: { $format ->
    [json_lines] JSON, one object a line
    [fixed_width] fixed width
    [parquet] Parquet
   *[delimited] delimited text (CSV)
  }
import-format-act = Read the file again like this
import-format-read = File read again
import-choose = Choose a file
import-send = Read this file
import-empty = No imports yet.
import-rows = Rows
import-identical = identical
import-changed = changed
import-created = new
import-refused = refused
import-state = { $state ->
    [draft] to prepare
    [queued] queued
    [running] { $dry ->
        [true] dry run in progress
       *[false] import in progress
    }
    [paused] paused
    [stopped] stopped
    [failed] interrupted
   *[done] { $dry ->
        [true] dry run finished
       *[false] imported
    }
}
import-same = Already imported: nothing will change. On
import-spoken = Import: { $share }
import-lines = { $done } of { $total } rows
import-rate = { $rate } a second
import-left = { $left } left
import-resumes = resumes at line { $line }
import-order = { $order ->
    [dry_run] Dry run
    [run] Import
    [pause] Pause
    [resume] Resume
   *[stop] Stop
}
import-unsaved = Save the columns first: they have changed.
import-no-source = First say which system this file comes from.
import-all = All imports
import-mapping = What the columns mean
import-mapped = Columns saved
import-source = Source system
import-source-why = Its records stay its own; the reference record is derived from them.
import-source-new = a new system
import-source-name = Name of the system
import-source-trust = Trust, 0 to 100
import-source-trust-why = Decides between two sources that contradict each other.
import-encoding = Encoding
import-separator = Separator
import-tab = tab
import-header = The first line names the columns
import-column = Column { $number }
import-ignored = leave out
import-number = Number in this system
import-map = Save the columns
import-preview = First rows
import-line = Line
import-problems = Remarks
import-refusals = What wasn’t taken in
import-download = Download the refusals
import-column-name = Column
import-value = Value
import-reason = Reason
import-effect = Effect
import-effect-name = { $effect ->
    [row] row refused
    [value] row taken in without this value
   *[superseded] replaced by a later row
}
import-needs = Say first which column is the number, the address or the phone.
timeline-quote = “{ $words }”
customers-head = { $head ->
    [name] Name
    [town] Town
    [born] Born
    [email] E-mail
   *[phone] Phone
}
customers-sort = sort by name
customers-count = { $count ->
    [0] No records
    [one] 1 record
   *[other] { $shown } records
}
customers-count-many = Many records
customers-order = { $order ->
    [found] closest first
    [name] by name
   *[latest] latest first
}
customers-open = With an open case
customers-account = Acting for an account
customers-account-any = All accounts
customers-none-narrowed = No records with these filters.
accounts = Accounts
accounts-why = The companies, groups, households and associations that people act for.
accounts-find = Find an account by the beginning of its name
accounts-none = No account begins with “{ $q }”.
accounts-empty = No accounts yet. They come from an import, or are created here.
account-new = New account
account-create = Create this account
account-added = Account { $name } created
account-name = Name
account-sort = Kind
account-registration = Registration number
account-registration-why = The number in the business register, for a company.
account-since = Known since
member-acts = Act
member-remove = Remove
member-removed = { $name } no longer acts for this account
member-add = Add a person
member-who = Who
member-add-act = Add to the account
member-added = { $name } acts for this account
sources-why = The systems that know your customers, the most trusted first: where two disagree, the first is right.
source-add = Add a source
source-name = Name
source-key = Key
source-key-why = As files and programs call it: small letters, digits, “-” and “_”.
source-trust = Trust
source-trust-why = 0 to 100: the highest prevails.
source-saved = Source { $name } saved
source-added = Source { $name } added
