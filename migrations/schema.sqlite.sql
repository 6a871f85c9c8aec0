-- Made by `cargo xtask openapi` from the migrations. Not for editing.

CREATE TABLE accounts (
  -- Names the account.
  id bigint primary key,
  -- Its name.
  name text not null,
  -- Its name folded, for search by prefix.
  name_folded text not null,
  -- What sort of account: company, group, household, association.
  kind text not null check (kind in ('company', 'group', 'household', 'association')),
  -- Its number in the business register (SIREN, SIRET, VAT…). Null: unknown.
  registration text,
  -- When it was first known here.
  created_at bigint not null,
  -- Counts edits.
  version bigint not null
);

CREATE INDEX accounts_by_name on accounts (name_folded, id);

CREATE TABLE acknowledgements (
  -- The case.
  case_id bigint not null,
  -- Whom it went to: an address, lower case.
  recipient text not null,
  -- The interaction that carries it.
  interaction_id bigint not null,
  -- When.
  at bigint not null,
  primary key (case_id, recipient)
);

CREATE INDEX acknowledgements_by_recipient on acknowledgements (recipient, at);

CREATE TABLE answers (
  -- The response.
  response_id bigint not null references responses (id),
  -- The question's key.
  question_key text not null,
  -- The survey, for counting by question.
  survey_id bigint not null,
  -- The kind of the question.
  kind text not null check (kind in ('nps', 'satisfaction', 'effort', 'choice', 'text', 'callback')),
  -- What became of it.
  status text not null check (status in ('answered', 'declined', 'not_answered')),
  -- The score, or 1 and 0 for yes and no. Null: not answered by a number.
  score bigint,
  -- The keys chosen, joined by commas. Null: not answered by choosing.
  choices text,
  -- The customer's own words. Null: not answered by words.
  words text,
  primary key (response_id, question_key)
);

CREATE INDEX answers_by_question on answers (survey_id, question_key, status, score);

CREATE TABLE api_keys (
    -- Shown as key_…; names the key, opens nothing.
    id bigint primary key,
    -- What it is for, as staff read it.
    name text not null,
    -- SHA-256 of the key.
    key_hash blob not null unique,
    -- Its last four characters, to tell keys apart.
    hint text not null,
    -- Permissions it carries: a JSON array of codes (kernel::Permission).
    scopes text not null,
    -- Who made it.
    created_by text not null,
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Good until then; microseconds since 1970, UTC. Null: until revoked.
    expires_at bigint,
    -- Last use, to five minutes; microseconds since 1970, UTC. Null: never used.
    last_used_at bigint,
    -- When it was revoked; microseconds since 1970, UTC. Null: not revoked.
    revoked_at bigint,
    -- Rises with each edit.
    version bigint not null default 1
);

CREATE TABLE attachments (
  -- Names the attachment.
  id bigint primary key,
  -- The interaction it belongs to.
  interaction_id bigint not null references interactions (id),
  -- Its place among the attachments of the interaction, from 0.
  place bigint not null,
  -- The file name as it is shown and offered: cleaned, never a path.
  name text not null,
  -- The media type as the sender declared it; never trusted when served.
  media_type text not null,
  -- The size of the content.
  size_bytes bigint not null,
  -- The content, SHA-256 in hexadecimal.
  blob text not null,
  -- The Content-ID the HTML body refers to it by, without angle brackets. Null: none.
  content_id text,
  -- Whether staff must be warned before opening it: 0 or 1.
  is_dangerous bigint not null check (is_dangerous in (0, 1))
);

CREATE INDEX attachments_by_content on attachments (interaction_id, content_id) where content_id is not null;

CREATE UNIQUE INDEX attachments_by_interaction on attachments (interaction_id, place);

CREATE TABLE audit_entries (
    -- Shown as audit_…; rises with time.
    id bigint primary key,
    -- Instant of the change; microseconds since 1970, UTC.
    at bigint not null,
    -- Who, by label: staff_…, key_…, person_…, system:….
    actor text not null,
    -- What, in the past tense: staff_created.
    action text not null,
    -- On what: the id of the thing as text.
    subject text not null,
    -- What more the reader needs, never a secret; JSON.
    details text not null
);

CREATE INDEX audit_entries_by_action on audit_entries (action, id);

CREATE INDEX audit_entries_by_actor on audit_entries (actor, id);

CREATE INDEX audit_entries_by_subject on audit_entries (subject, id);

CREATE TABLE audit_seals (
    -- Place in the chain, from 1 without gaps.
    id bigint primary key,
    -- The sealed entry.
    audit_id bigint not null unique,
    -- SHA-256 over the previous seal and the entry.
    seal blob not null
);

CREATE TABLE calendar_versions (
    -- The calendar.
    calendar_id bigint not null references calendars (id),
    -- Its version.
    version bigint not null,
    -- calendar::Definition; JSON.
    definition text not null,
    -- Since when it held; microseconds since 1970, UTC.
    created_at bigint not null,
    primary key (calendar_id, version)
);

CREATE TABLE calendars (
    -- Shown as cal_…
    id bigint primary key,
    -- As staff read it.
    name text not null unique,
    -- 1: what a promise gets that names no other.
    is_default bigint not null check (is_default in (0, 1)),
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Rises with each edit; names the row of calendar_versions that holds.
    version bigint not null
);

CREATE TABLE callbacks (
  -- Shown as cb_…
  id bigint primary key,
  -- The answer it follows from: one call-back each at most. Null: they asked on the page of a case.
  response_id bigint unique,
  -- The case in which it is done.
  case_id bigint not null unique,
  -- The case the customer was asked about, or asked on. Null: none.
  origin_case_id bigint,
  -- Whom to call. Null: not recognised.
  person_id bigint,
  -- The number they asked to be called on. Null: the person's.
  phone text,
  -- Why: asked (they asked for it), detractor (they gave 0 to 6).
  reason text not null check (reason in ('asked', 'detractor')),
  -- The score they gave, 0..=10. Null: none.
  nps bigint,
  -- open, closed.
  state text not null check (state in ('open', 'closed')),
  -- How it ended. Null: not yet.
  outcome text check (outcome in ('reached', 'not_reached', 'not_wanted', 'closed_with_case')),
  -- Microseconds since 1970, UTC.
  opened_at bigint not null,
  -- When it ended. Null: not yet.
  closed_at bigint,
  -- Who ended it, by label. Null: not yet.
  closed_by text,
  -- Rises with each change.
  version bigint not null default 1
);

CREATE INDEX callbacks_by_end on callbacks (state, closed_at, id);

CREATE INDEX callbacks_by_origin on callbacks (origin_case_id, id);

CREATE INDEX callbacks_by_person on callbacks (person_id, state, closed_at, id);

CREATE TABLE case_batch_items (
    -- The batch.
    batch_id bigint not null references case_batches (id),
    -- The case.
    case_id bigint not null,
    -- done, refused. Null: not yet.
    outcome text check (outcome in ('done', 'refused')),
    -- Why it was refused: the code of the problem. Null: it was not.
    problem text,
    -- What taking it back sets again: cases::batch::Before; JSON. Null: it was not done.
    before text,
    -- The version of the case after it. Null: it was not done.
    version_after bigint,
    primary key (batch_id, case_id)
);

CREATE INDEX case_batch_items_left on case_batch_items (batch_id, case_id) where outcome is null;

CREATE INDEX case_batch_items_refused on case_batch_items (batch_id, case_id) where outcome = 'refused';

CREATE TABLE case_batches (
    -- Shown as batch_…
    id bigint primary key,
    -- Who asked for it, and whose permissions it has while it goes on.
    staff_id bigint not null,
    -- What is done with each: cases::batch::Act; JSON.
    act text not null,
    -- The batch that this one takes back. Null: it takes nothing back.
    reverses bigint references case_batches (id),
    -- How many cases it holds.
    total bigint not null,
    -- When it was asked for; microseconds since 1970, UTC.
    created_at bigint not null,
    -- When all was done, or it was stopped. Null: it goes on.
    ended_at bigint
);

CREATE UNIQUE INDEX case_batches_by_reversal on case_batches (reverses) where reverses is not null;

CREATE TABLE case_clocks (
    -- Shown as clock_…
    id bigint primary key,
    -- The case.
    case_id bigint not null references cases (id),
    -- What is promised.
    metric text not null check (metric in ('first_reply', 'next_reply', 'resolution')),
    -- Promise it is counted by, the present one.
    promise_id bigint not null references promises (id),
    -- Version of that promise.
    promise_version bigint not null,
    -- Started; microseconds since 1970, UTC.
    started_at bigint not null,
    -- When the target is reached as things stand. Null: paused, or the calendar never opens again.
    due_at bigint,
    -- Met or cancelled then. Null: live.
    ended_at bigint,
    -- running, paused, late (live); kept, missed, cancelled (ended).
    outcome text not null check (outcome in ('running', 'paused', 'late', 'kept', 'missed', 'cancelled')),
    -- Due instant for which deadline_missed was written. Null: not missed.
    missed_at bigint,
    -- Counted until it ended, in microseconds. Null: live.
    counted_micros bigint,
    -- Rises with each change.
    version bigint not null
);

CREATE INDEX case_clocks_by_case on case_clocks (case_id, id);

CREATE INDEX case_clocks_by_decision on case_clocks (coalesce(missed_at, ended_at), id)
    where outcome in ('kept', 'missed', 'late');

CREATE INDEX case_clocks_by_end on case_clocks (metric, ended_at, id);

CREATE INDEX case_clocks_by_miss on case_clocks (missed_at) where missed_at is not null;

CREATE INDEX case_clocks_by_promise on case_clocks (promise_id, id) where ended_at is null;

CREATE TABLE case_history (
    -- Shown as hist_…
    id bigint primary key,
    -- The case.
    case_id bigint not null references cases (id),
    -- When; microseconds since 1970, UTC.
    at bigint not null,
    -- Who, by label.
    actor text not null,
    -- What: opened, received, answered, answer_retracted, noted, assigned, changed, waiting, resumed, closed, reopened, promised, deadline_met, deadline_missed.
    kind text not null,
    -- What changed, from what to what, and what undoing needs; JSON.
    detail text not null
);

CREATE INDEX case_history_by_case on case_history (case_id, id);

CREATE TABLE case_participants (
    -- The case.
    case_id bigint not null references cases (id),
    -- Address as compared: e-mail in lower case or phone in E.164.
    address text not null,
    -- Person it belongs to. Null: unknown.
    person_id bigint,
    -- customer: answered; copied: in copy; third_party: asked beside the customer.
    role text not null check (role in ('customer', 'copied', 'third_party')),
    -- Microseconds since 1970, UTC.
    added_at bigint not null,
    primary key (case_id, address)
);

CREATE TABLE case_types (
    -- Stable name in rules and reports: lower case, no spaces.
    key text primary key,
    -- As read in French.
    name_fr text not null,
    -- As read in English.
    name_en text not null,
    -- 1: a complaint in the sense of ISO 10002.
    is_complaint bigint not null check (is_complaint in (0, 1)),
    -- 0: not offered for new cases.
    is_active bigint not null check (is_active in (0, 1)),
    -- Rises with each edit.
    version bigint not null
, place bigint not null default 50, is_public bigint not null default 1 check (is_public in (0, 1)), team_id bigint);

CREATE TABLE cases (
    -- Shown as case_…
    id bigint primary key,
    -- What it is about: a key of case_types.
    type_key text not null,
    -- Channel it came by.
    channel text not null check (channel in ('mail', 'phone', 'web_form', 'chat', 'survey', 'portal')),
    -- How urgent.
    priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
    -- Country or brand. Null: the only one.
    market text,
    -- Language the customer is answered in.
    language text not null,
    -- In a line.
    subject text not null,
    -- The subject in kernel::fold form, for finding.
    subject_folded text not null,
    -- open: ours to do; waiting: for waiting_cause; closed.
    state text not null check (state in ('open', 'waiting', 'closed')),
    -- Whom it waits for. Null: it does not wait.
    waiting_cause text check (waiting_cause in ('customer', 'supplier', 'internal')),
    -- When the waiting ends by itself. Null: only by hand or by the customer's words.
    waiting_until bigint,
    -- Team it is with. Null: none yet, seen by all.
    team_id bigint,
    -- Who does it. Null: nobody yet.
    owner_id bigint,
    -- Customer it is for. Null: not recognised yet.
    person_id bigint,
    -- Account the customer acts for. Null: for themselves.
    account_id bigint,
    -- Who opened it, by label.
    opened_by text not null,
    -- When the customer's request came in; microseconds since 1970, UTC.
    opened_at bigint not null,
    -- First answer. Null: none yet.
    first_answered_at bigint,
    -- Last answer. Null: none yet.
    last_answered_at bigint,
    -- When the oldest unanswered words of the customer came. Null: nothing is unanswered.
    unanswered_since bigint,
    -- When the customer last wrote or called; when the case was opened, if never on it.
    received_at bigint not null,
    -- The customer's last words. Null: none on this case.
    last_inbound_id bigint,
    -- How many answers were given.
    answer_count bigint not null,
    -- When it was closed last. Null: not closed.
    closed_at bigint,
    -- How often it was opened again.
    reopened_count bigint not null,
    -- Promise that holds. Null: none fits.
    promise_id bigint,
    -- Earliest due instant of its live clocks; 9223372036854775807: none, so that it sorts last.
    due_key bigint not null,
    -- Metric that is due then. Null: none.
    due_metric text,
    -- Last change.
    updated_at bigint not null,
    -- Rises with each change.
    version bigint not null
, snoozed_until bigint, is_dated bigint not null default 1 check (is_dated in (0, 1)));

CREATE INDEX cases_by_account on cases (account_id, opened_at, id);

CREATE INDEX cases_by_closed on cases (state, closed_at);

CREATE INDEX cases_by_due on cases (due_key, id);

CREATE INDEX cases_by_opened on cases (opened_at, id);

CREATE INDEX cases_by_owner on cases (owner_id, state, due_key, id);

CREATE INDEX cases_by_person on cases (person_id, opened_at, id);

CREATE INDEX cases_by_received on cases (received_at, id);

CREATE INDEX cases_by_snooze on cases (snoozed_until, id) where snoozed_until is not null;

CREATE INDEX cases_by_state_due on cases (state, due_key, id);

CREATE INDEX cases_by_state_received on cases (state, received_at, id);

CREATE INDEX cases_by_state_team on cases (state, team_id);

CREATE INDEX cases_by_state_updated on cases (state, updated_at, id);

CREATE INDEX cases_by_team on cases (team_id, state, due_key, id);

CREATE INDEX cases_by_updated on cases (updated_at, id);

CREATE TABLE clock_segments (
    -- The clock.
    clock_id bigint not null references case_clocks (id),
    -- From 0 on.
    place bigint not null,
    -- First moment; microseconds since 1970, UTC.
    from_at bigint not null,
    -- Moment after the last. Null: it lasts.
    to_at bigint,
    -- Whom the case waited for. Null: nobody.
    waiting_cause text,
    -- Target; calendar::Target as JSON.
    target text not null,
    -- Calendar it was counted on.
    calendar_id bigint not null,
    -- Version of that calendar.
    calendar_version bigint not null,
    -- Promise it was counted by.
    promise_id bigint not null,
    -- Version of that promise.
    promise_version bigint not null,
    primary key (clock_id, place)
);

CREATE TABLE contact_points (
  -- Names the contact point.
  id bigint primary key,
  -- Whose it is. Null: the account's.
  person_id bigint references persons (id),
  -- The account it belongs to. Null: the person's.
  account_id bigint references accounts (id),
  -- What it is.
  kind text not null check (kind in ('email', 'phone', 'postal', 'iban')),
  -- The form compared by: lower-case address, E.164, folded postal address, IBAN without spaces.
  normal text not null,
  -- As it was written.
  shown text not null,
  -- When it was proven to be theirs. Null: never.
  verified_at bigint,
  -- How it was proven: link, code, signed_reply, staff, checksum.
  verified_how text,
  -- When it was first known here.
  created_at bigint not null,
  -- Counts edits.
  version bigint not null,
  check ((person_id is null) <> (account_id is null))
);

CREATE INDEX contact_points_by_account on contact_points (account_id) where account_id is not null;

CREATE UNIQUE INDEX contact_points_by_normal on contact_points (kind, normal, person_id);

CREATE INDEX contact_points_by_person on contact_points (person_id) where person_id is not null;

CREATE TABLE drafts (
    -- The case.
    case_id bigint not null references cases (id),
    -- What it will be.
    mode text not null check (mode in ('reply', 'note', 'third_party')),
    -- Who writes.
    staff_id bigint not null,
    -- The text so far.
    body text not null,
    -- Template it started from. Null: none.
    template_id bigint,
    -- Microseconds since 1970, UTC.
    updated_at bigint not null,
    -- Rises with each save.
    version bigint not null,
    primary key (case_id, mode, staff_id)
);

CREATE TABLE health_checks (
    -- Always 1.
    id bigint primary key check (id = 1),
    -- The last time it could. Microseconds since 1970, UTC.
    at bigint not null
);

CREATE TABLE idempotency_keys (
    -- Who asked, as their label: staff_0J5…, key_0J5…. Keys of two callers never meet.
    actor text not null,
    -- The header as sent, without quotes; at most 255 characters.
    key text not null,
    -- SHA-256 of method, path and body: the same key with another request is refused.
    request_hash blob not null,
    -- The answer's HTTP status. Null while the request runs.
    status bigint,
    -- The answer's Location header, if it had one.
    location text,
    -- The version in the answer's ETag, if it had one.
    version bigint,
    -- The answer's body, JSON. Null while the request runs.
    body text,
    -- When the key was taken. Microseconds since 1970, UTC.
    created_at bigint not null,
    primary key (actor, key)
);

CREATE INDEX idempotency_keys_by_age on idempotency_keys (created_at);

CREATE TABLE import_refusals (
  -- Names the refusal; rises with the line.
  id bigint primary key,
  -- The import.
  import_id bigint not null references imports (id),
  -- The line of the file where the row begins, from 1.
  line bigint not null,
  -- The column's name. Null: the whole row.
  column_name text,
  -- What stood there, at most 200 characters. Null: the whole row.
  value text,
  -- Why: the key of a sentence in the words of customers.
  reason text not null,
  -- What the sentence needs besides line, column and value. JSON.
  detail text not null,
  -- What it cost: row (not taken in), value (the row was taken in without it), superseded (a later row said it again).
  effect text not null check (effect in ('row', 'value', 'superseded'))
);

CREATE INDEX import_refusals_by_import on import_refusals (import_id, id);

CREATE TABLE imports (
  -- Names the import.
  id bigint primary key,
  -- The source the file speaks for. Null: not chosen yet.
  source_id bigint references sources (id),
  -- The name of the file as given.
  file_name text not null,
  -- Its size.
  size_bytes bigint not null,
  -- Its content in the blob store, SHA-256 in hexadecimal.
  blob text not null,
  -- How it is to be read: encoding, separator, header, columns and what each means. JSON.
  mapping text not null,
  -- Where it stands: draft (being mapped), queued, running, paused, stopped, done, failed.
  state text not null check (state in ('draft', 'queued', 'running', 'paused', 'stopped', 'done', 'failed')),
  -- Whether the present run only tries: 0 or 1.
  is_dry bigint not null check (is_dry in (0, 1)),
  -- Rows in the file below the header. Null: not counted yet.
  rows_total bigint,
  -- Rows dealt with so far: where it resumes.
  rows_done bigint not null,
  -- The line of the file it stands at, from 1.
  line bigint not null,
  -- Rows whose record was already known as it is.
  identical bigint not null,
  -- Rows that changed a known record.
  changed bigint not null,
  -- Rows that made a new record.
  created bigint not null,
  -- Rows not taken in. identical + changed + created + refused = rows_done.
  refused bigint not null,
  -- Values left out of rows that were taken in.
  set_aside bigint not null,
  -- Why it failed. Null: it did not.
  failure text,
  -- Who uploaded it.
  created_by text not null,
  -- When it was uploaded.
  created_at bigint not null,
  -- When the present run began. Null: not yet.
  started_at bigint,
  -- When the present run ended. Null: not yet.
  ended_at bigint,
  -- Counts edits by people and runs, not progress.
  version bigint not null
);

CREATE TABLE inbound_mails (
  -- Names it.
  id bigint primary key,
  -- The mailbox it came to. Null: it was imported.
  mailbox_id bigint references mailboxes (id),
  -- UIDVALIDITY of the folder it was in. Null: no IMAP.
  uid_validity bigint,
  -- Its UID there. Null: no IMAP.
  uid bigint,
  -- Where it was found, if not on a server: a file, a place in an archive. Null: on a server.
  place text,
  -- The raw mail in the blob store, SHA-256 in hexadecimal. Written and synced before anything else.
  raw_blob text not null,
  -- What makes it the same mail again: a digest of Message-ID, author, date and content.
  content_key text not null,
  -- Whether an earlier one has the same content_key: 0 or 1.
  is_duplicate bigint not null check (is_duplicate in (0, 1)),
  -- Its Message-ID, bare. Null: none.
  message_id text,
  -- The author's address as written. Null: none.
  from_address text,
  -- Its subject. Null: unreadable.
  subject text,
  -- Its size.
  size_bytes bigint not null,
  -- Files in it.
  attachments_count bigint not null,
  -- When it was taken.
  received_at bigint not null,
  -- The day it was taken, UTC, YYYY-MM-DD.
  received_on text not null,
  -- new_case, follow_up, quarantine or rejected.
  outcome text not null check (outcome in ('new_case', 'follow_up', 'quarantine', 'rejected')),
  -- Why it was quarantined or rejected. Null: it was not.
  cause text,
  -- The stages that decided, in order. JSON.
  trace text not null,
  -- The case it opened or joined. Null: none.
  case_id bigint,
  -- The interaction it became. Null: none.
  interaction_id bigint,
  -- Who decided last, by label.
  decided_by text not null,
  -- When.
  decided_at bigint not null,
  -- Rises with each decision.
  version bigint not null,
  check ((cause is null) = (outcome in ('new_case', 'follow_up')))
);

CREATE UNIQUE INDEX inbound_mails_by_content on inbound_mails (content_key) where is_duplicate = 0;

CREATE INDEX inbound_mails_by_day on inbound_mails (received_on, outcome);

CREATE INDEX inbound_mails_by_interaction on inbound_mails (interaction_id) where interaction_id is not null;

CREATE INDEX inbound_mails_by_mailbox on inbound_mails (mailbox_id, id);

CREATE INDEX inbound_mails_by_outcome on inbound_mails (outcome, id);

CREATE UNIQUE INDEX inbound_mails_by_uid on inbound_mails (mailbox_id, uid_validity, uid)
  where uid is not null;

CREATE TABLE inbox_views (
    -- Shown as view_…
    id bigint primary key,
    -- Whose it is. Null: everybody's.
    staff_id bigint,
    -- As read.
    name text not null,
    -- Which cases, in which order: cases::Filter and sort; JSON.
    filter text not null,
    -- Order of showing: due, received, updated.
    sort text not null check (sort in ('due', 'received', 'updated')),
    -- Its place among the others.
    place bigint not null,
    -- Rises with each edit.
    version bigint not null
);

CREATE INDEX inbox_views_by_staff on inbox_views (staff_id, place, id);

CREATE TABLE indicator_definitions (
  -- Names this version of the definition.
  id bigint primary key,
  -- Which indicator.
  key text not null,
  -- 1, 2, 3… within the key.
  version bigint not null,
  -- Which function computes it.
  method text not null check (method in (
    'nps_adjusted_wald', 'top_box_wilson', 'mean_student', 'median', 'p90', 'share_wilson', 'count')),
  -- What it is computed on.
  basis text not null check (basis in (
    'nps_answers', 'csat_answers', 'ces_answers', 'first_reply_clocks', 'resolution_clocks', 'all_clocks',
    'invitations', 'open_cases', 'new_cases')),
  -- Half width up to which the interval can carry a conclusion, in the unit; for times as a share of the figure.
  useful_half_width double precision not null,
  -- What is left out, as stable codes, a JSON list.
  exclusions text not null,
  -- Since when it is in force; microseconds since 1970, UTC.
  since bigint not null,
  unique (key, version)
);

CREATE TABLE installation (
    -- Always 1.
    id bigint primary key check (id = 1),
    -- Who the customers deal with, as they read it. Null: not yet said.
    company_name text,
    -- Country whose holidays and phone numbers are meant, ISO 3166-1 alpha-2.
    market_country text not null,
    -- IANA name of the zone people here live in.
    time_zone text not null,
    -- Languages customers are written to, the first by default; JSON array of codes.
    languages text not null,
    -- Steps of the first run that are done; JSON array of names.
    steps_done text not null,
    -- SHA-256 of the one-time code that lets the first admin be made. Null: none is out.
    setup_code_hash blob,
    -- Rises with each edit.
    version bigint not null default 1
, key_check text);

CREATE TABLE interactions (
  -- Names the interaction.
  id bigint primary key,
  -- Whose timeline it stands on. Null: not recognised yet.
  person_id bigint,
  -- The account it was for. Null: for the person alone.
  account_id bigint,
  -- The case it belongs to. Null: none.
  case_id bigint,
  -- By which way: mail, phone, web_form, chat, survey, portal.
  channel text not null check (channel in ('mail', 'phone', 'web_form', 'chat', 'survey', 'portal')),
  -- inbound (from the customer), outbound (to the customer), internal (among staff).
  direction text not null check (direction in ('inbound', 'outbound', 'internal')),
  -- What it is: message, call, note, invitation, answer.
  kind text not null check (kind in ('message', 'call', 'note', 'invitation', 'answer')),
  -- How far it came; the rule is in state.rs.
  state text not null check (state in (
    'received', 'unverified', 'accepted', 'refused', 'queued', 'held', 'sending', 'sent', 'failed', 'unknown')),
  -- Why the state is what it is, as a stable code. Null: nothing to add.
  state_reason text,
  -- When the contact took place.
  at bigint not null,
  -- The year of `at` in UTC: the scrubber counts by it.
  at_year bigint not null,
  -- Who spoke: staff_…, person_…, key_…, system:…; an address when nobody was recognised.
  author text not null,
  -- The subject line. Null: none.
  subject text,
  -- The words, as plain text.
  body_text text not null,
  -- Where in body_text the quoted part starts, in characters. Null: nothing is quoted.
  body_fold bigint,
  -- The sanitised HTML body in the blob store. Null: plain text only.
  html_blob text,
  -- The message as it was received, untouched, in the blob store. Null: none.
  raw_blob text,
  -- The language of the words, ISO 639-1. Null: unknown.
  language text,
  -- How long a call lasted, in seconds. Null: no call.
  duration_seconds bigint,
  -- The Message-ID, without angle brackets. Null: no mail.
  message_id text,
  -- The Message-ID it answers, without angle brackets. Null: none.
  in_reply_to text,
  -- What another system or flow calls it, so that recording it twice records it once. Null: none.
  external_key text,
  -- What the channel adds: addresses, verdicts, scores. JSON.
  meta text not null,
  -- When it was recorded here.
  created_at bigint not null,
  -- Counts changes.
  version bigint not null
);

CREATE INDEX interactions_by_account on interactions (account_id, at, id) where account_id is not null;

CREATE INDEX interactions_by_case on interactions (case_id, at, id) where case_id is not null;

CREATE UNIQUE INDEX interactions_by_external on interactions (external_key) where external_key is not null;

CREATE INDEX interactions_by_message on interactions (message_id) where message_id is not null;

CREATE INDEX interactions_by_person on interactions (person_id, at, id) where person_id is not null;

CREATE INDEX interactions_by_person_year on interactions (person_id, at_year, channel) where person_id is not null;

CREATE INDEX interactions_by_state on interactions (state, at, id)
  where state in ('unverified', 'queued', 'held', 'sending', 'failed', 'unknown');

CREATE INDEX interactions_unverified on interactions (case_id) where state = 'unverified';

CREATE TABLE invitation_turns (
  -- The person.
  person_id bigint primary key,
  -- When somebody last decided. Microseconds since 1970, UTC.
  taken_at bigint not null
);

CREATE TABLE invitations (
  -- Shown as inv_…
  id bigint primary key,
  -- The survey.
  survey_id bigint not null references surveys (id),
  -- The version asked. Null until it is sent.
  survey_version_id bigint references survey_versions (id),
  -- The rule that decided. Null: a member of staff asked for it.
  rule_id bigint references survey_rules (id),
  -- Who is asked. Null: the case has no known person.
  person_id bigint,
  -- After which case. Null: none.
  case_id bigint,
  -- How the link travels.
  channel text not null check (channel in ('mail', 'link')),
  -- scheduled until due, then sent or refused; a sent one becomes partial, answered, or expired.
  state text not null check (state in ('scheduled', 'refused', 'sent', 'partial', 'answered', 'expired')),
  -- Why it was refused. Null: it was not.
  reason text,
  -- SHA-256 of the link's token. Null until it is sent.
  token_hash blob unique,
  -- Language of the mail and the page. Null: not settled yet.
  locale text,
  -- When it is to be sent.
  due_at bigint not null,
  -- When it was sent. Null: it was not.
  sent_at bigint,
  -- Until when the link can be answered. Null until it is sent.
  expires_at bigint,
  -- Microseconds since 1970, UTC.
  created_at bigint not null
, insists bigint not null default 0 check (insists in (0, 1)));

CREATE INDEX invitations_by_case on invitations (case_id);

CREATE INDEX invitations_by_due on invitations (survey_id, due_at);

CREATE INDEX invitations_by_person on invitations (person_id, sent_at);

CREATE UNIQUE INDEX invitations_by_rule on invitations (rule_id, case_id);

CREATE INDEX invitations_by_sent on invitations (sent_at);

CREATE INDEX invitations_by_state on invitations (state, id);

CREATE INDEX invitations_by_survey on invitations (survey_id, id);

CREATE INDEX invitations_by_survey_state on invitations (survey_id, state, id);

CREATE INDEX invitations_open on invitations (state, expires_at) where state in ('sent', 'partial');

CREATE TABLE jobs (
    -- Rises with time.
    id bigint primary key,
    -- Which handler takes it, imperative: mark_overdue; or event:<handler> for a fact to hand on.
    name text not null,
    -- Which budget it runs in, so that one heavy kind never starves another.
    lane text not null check (lane in ('timers', 'events', 'mail', 'other')),
    -- The job itself, JSON.
    payload text not null,
    -- At most one pending job has this key: setting a timer again replaces it. Null: no key.
    key text,
    -- Not before this instant. Microseconds since 1970, UTC.
    run_at bigint not null,
    -- How often it was started.
    tries bigint not null,
    -- After so many starts it is set aside instead of tried again.
    tries_max bigint not null,
    -- pending: waits for run_at; running: leased; done; set_aside: failed too often, waits for an admin.
    state text not null check (state in ('pending', 'running', 'done', 'set_aside')),
    -- While running: until when it is this worker's. After it, another may take it over. Microseconds since 1970, UTC.
    lease_until bigint,
    -- Counts the leases: a worker that lost its lease cannot end the job any more (fencing).
    lease_token bigint not null,
    -- What the last try failed with, at most 2,000 characters.
    last_error text,
    -- When it was enqueued. Microseconds since 1970, UTC.
    created_at bigint not null,
    -- When it was done or set aside. Microseconds since 1970, UTC.
    finished_at bigint
);

CREATE INDEX jobs_due on jobs (lane, run_at, id) where state = 'pending';

CREATE INDEX jobs_finished on jobs (finished_at) where state = 'done';

CREATE INDEX jobs_leased on jobs (lane, lease_until) where state = 'running';

CREATE INDEX jobs_pending on jobs (run_at, id) where state = 'pending';

CREATE UNIQUE INDEX jobs_pending_key on jobs (key) where state = 'pending' and key is not null;

CREATE INDEX jobs_running_key on jobs (key) where state = 'running' and key is not null;

CREATE INDEX jobs_set_aside on jobs (id) where state = 'set_aside';

CREATE TABLE mailboxes (
  -- Names the mailbox.
  id bigint primary key,
  -- What staff call it.
  name text not null,
  -- Its address, lower case. Customers write to it; answers come from it.
  address text not null unique,
  -- The name customers see beside the address.
  display_name text not null,
  -- imap: a server; folder: a directory with in/ and out/, for demonstrations and hand-overs by file.
  kind text not null check (kind in ('imap', 'folder')),
  -- Servers and how to sign in, without passwords. JSON, see mailbox.rs.
  settings text not null,
  -- The passwords, sealed with the installation's key. Null: none.
  sealed_secrets blob,
  -- The team new cases go to. Null: none yet.
  team_id bigint,
  -- The type new cases get: a key of case_types.
  case_type text not null,
  -- The language its customers are answered in unless known otherwise.
  language text not null check (language in ('fr', 'en')),
  -- Country or brand of new cases. Null: the only one.
  market text,
  -- Whether new cases are acknowledged: 0 or 1.
  acknowledges bigint not null check (acknowledges in (0, 1)),
  -- Whether a reply joins its case only if its sender is proven, not merely not disproven: 0 or 1.
  requires_proof bigint not null check (requires_proof in (0, 1)),
  -- Whether mail is taken and sent: 0 or 1.
  is_active bigint not null check (is_active in (0, 1)),
  -- UIDVALIDITY of the folder when last opened. Null: never opened.
  uid_validity bigint,
  -- The highest UID taken under it.
  uid_last bigint not null,
  -- never, listening, polling, failing: how it is.
  health text not null check (health in ('never', 'listening', 'polling', 'failing')),
  -- What it says when failing, in the server's words. Null: nothing.
  health_words text,
  -- Since when it is so. Null: never.
  health_at bigint,
  -- When mail was last looked for with success. Null: never.
  seen_at bigint,
  -- Made at.
  created_at bigint not null,
  -- Rises with each change of the settings.
  version bigint not null
);

CREATE TABLE memberships (
  -- Names the membership.
  id bigint primary key,
  -- The account.
  account_id bigint not null references accounts (id),
  -- The person.
  person_id bigint not null references persons (id),
  -- At what level they act for it.
  role text not null check (role in ('executive', 'middle', 'operational')),
  -- Their function in their own words. Null: unknown.
  job_title text,
  -- When it was recorded.
  created_at bigint not null,
  -- Counts edits.
  version bigint not null
);

CREATE UNIQUE INDEX memberships_by_account on memberships (account_id, person_id);

CREATE INDEX memberships_by_person on memberships (person_id);

CREATE TABLE outbound_mails (
  -- Names it.
  id bigint primary key,
  -- The interaction it carries.
  interaction_id bigint not null unique,
  -- The case it is about. Null: none.
  case_id bigint,
  -- The mailbox it leaves by. Null: none is set up.
  mailbox_id bigint references mailboxes (id),
  -- Its signed Message-ID, bare: the same however often it is tried.
  message_id text not null unique,
  -- Whom it goes to, first of all.
  recipient text not null,
  -- Whether no person wrote it: 0 or 1.
  is_automatic bigint not null check (is_automatic in (0, 1)),
  -- queued, sending, sent, failed, unknown (handed over, and the answer was lost).
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  -- How often it was tried.
  tries bigint not null,
  -- The last server's words. Null: none yet.
  last_words text,
  -- As sent, in the blob store. Null: not written yet.
  raw_blob text,
  -- Queued at.
  queued_at bigint not null,
  -- Taken by the next server at. Null: not yet.
  sent_at bigint,
  -- Rises with each change.
  version bigint not null
);

CREATE INDEX outbound_mails_by_case on outbound_mails (case_id, id) where case_id is not null;

CREATE INDEX outbound_mails_by_state on outbound_mails (state, id);

CREATE TABLE outbox (
    -- Rises with time; resuming readers give the last one they saw.
    id bigint primary key,
    -- The fact's name, snake case, past tense.
    name text not null,
    -- The id of what it is about, as shown.
    subject text not null,
    -- The fact, JSON.
    payload text not null,
    -- When it became true. Microseconds since 1970, UTC.
    at bigint not null,
    -- When every handler had it. Null: not yet.
    relayed_at bigint
);

CREATE INDEX outbox_relayed on outbox (relayed_at) where relayed_at is not null;

CREATE INDEX outbox_unrelayed on outbox (id) where relayed_at is null;

CREATE TABLE person_terms (
  -- One folded word, at most 40 characters.
  term text not null,
  -- Who is found by it.
  person_id bigint not null references persons (id),
  primary key (term, person_id)
);

CREATE TABLE persons (
  -- Names the person for ever, also after a merge.
  id bigint primary key,
  -- The person this one was joined to. Null: stands for itself.
  redirect_to bigint,
  -- What lists and titles show; never empty.
  display_name text not null,
  -- The form of address, such as Mme.
  title text,
  -- Given name.
  first_name text,
  -- Family name.
  last_name text,
  -- The language they are spoken to in, ISO 639-1.
  language text,
  -- Their day of birth, YYYY-MM-DD.
  born_on text,
  -- Street and number.
  address_line text,
  -- Postcode.
  postcode text,
  -- Town.
  city text,
  -- Country, ISO 3166-1 alpha-2 when known as such.
  country text,
  -- The e-mail address of choice.
  email text,
  -- The phone number of choice, E.164.
  phone text,
  -- For each field: the source its value is from, since when, and which rule chose it. JSON.
  provenance text not null,
  -- The folded words they are found by, in order, with a space around each.
  search_words text not null,
  -- When they were first known here.
  created_at bigint not null,
  -- When the golden record last changed.
  changed_at bigint not null,
  -- Counts changes.
  version bigint not null
, sort_name text not null default '');

CREATE INDEX persons_by_redirect on persons (redirect_to) where redirect_to is not null;

CREATE INDEX persons_by_sort_name on persons (sort_name, id) where redirect_to is null;

CREATE TABLE portal_forms (
  -- SHA-256 of the form's address, its proof, and all that was typed and attached.
  hash blob not null primary key,
  -- The case that it became, or was about. Null: it is being taken.
  case_id bigint,
  -- Microseconds since 1970, UTC.
  taken_at bigint not null
);

CREATE INDEX portal_forms_by_time on portal_forms (taken_at);

CREATE TABLE portal_links (
    -- Shown as link_…; names the link, opens nothing.
    id bigint primary key,
    -- SHA-256 of the token in the link.
    token_hash blob not null unique,
    -- The case it shows.
    case_id bigint not null,
    -- Whose case it was when the link was sent; shown to nobody else if the case changes hands.
    person_id bigint not null,
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Opens nothing from then on; microseconds since 1970, UTC.
    expires_at bigint not null,
    -- First opened then; microseconds since 1970, UTC. Null: not yet.
    opened_at bigint
);

CREATE INDEX portal_links_by_expiry on portal_links (expires_at, id);

CREATE TABLE promises (
    -- Shown as prom_…
    id bigint primary key,
    -- As staff read it.
    name text not null,
    -- Its place in the order, lowest first.
    place bigint not null,
    -- Type of case it is for. Null: any.
    type_key text,
    -- Channel it is for. Null: any.
    channel text,
    -- Priority it is for. Null: any.
    priority text,
    -- Market it is for. Null: any.
    market text,
    -- Target per metric: {"first_reply": {"seconds": …, "counting": …, "pauses": […]}, …}; JSON.
    targets text not null,
    -- Calendar it is counted on.
    calendar_id bigint not null references calendars (id),
    -- 1: told to customers; 0: internal.
    is_published bigint not null check (is_published in (0, 1)),
    -- 0: retired; kept for the clocks that were counted by it.
    is_active bigint not null check (is_active in (0, 1)),
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Rises with each edit; clocks keep the one they were counted by.
    version bigint not null
);

CREATE INDEX promises_by_place on promises (place, id);

CREATE TABLE recovery_codes (
    -- Whose.
    staff_id bigint not null references staff (id),
    -- SHA-256 of the code.
    code_hash blob not null,
    -- When it was used up; microseconds since 1970, UTC. Null: still good.
    used_at bigint,
    primary key (staff_id, code_hash)
);

CREATE TABLE reply_files (
  -- Shown as att_…
  id bigint primary key,
  -- The case.
  case_id bigint not null,
  -- Who writes.
  staff_id bigint not null,
  -- The file name, cleaned.
  name text not null,
  -- The media type as declared.
  media_type text not null,
  -- The size of the content.
  size_bytes bigint not null,
  -- The content, by digest, in the blob store.
  blob text not null,
  -- Whether its name or content can run: 0 or 1.
  is_dangerous bigint not null check (is_dangerous in (0, 1)),
  -- Microseconds since 1970, UTC.
  added_at bigint not null
);

CREATE INDEX reply_files_by_writer on reply_files (case_id, staff_id, id);

CREATE TABLE reply_templates (
    -- Shown as tpl_…
    id bigint primary key,
    -- As staff read it.
    name text not null,
    -- What it is for: lower case, no spaces; the same in each language.
    intent text not null,
    -- Language it is written in.
    language text not null check (language in ('fr', 'en')),
    -- The text, in minijinja.
    body text not null,
    -- Declared variables: [{"name": …, "fallback": …, "is_required": …}]; JSON.
    variables text not null,
    -- 0: retired.
    is_active bigint not null check (is_active in (0, 1)),
    -- Microseconds since 1970, UTC.
    updated_at bigint not null,
    -- Rises with each edit.
    version bigint not null
);

CREATE INDEX reply_templates_by_intent on reply_templates (intent, language, id);

CREATE UNIQUE INDEX reply_templates_by_name on reply_templates (language, name);

CREATE TABLE responses (
  -- Shown as resp_…
  id bigint primary key,
  -- The invitation it answers.
  invitation_id bigint not null unique references invitations (id),
  -- The survey.
  survey_id bigint not null references surveys (id),
  -- The version that was asked.
  survey_version_id bigint not null references survey_versions (id),
  -- Who answered.
  person_id bigint,
  -- About which case.
  case_id bigint,
  -- Language it was answered in.
  locale text not null,
  -- partial until the last page of the way was sent.
  state text not null check (state in ('partial', 'complete')),
  -- Pages left behind, counted from the first; the next page to show is this one, from 0.
  pages_seen bigint not null,
  -- Every answer so far by question key, JSON: what the page needs to go on.
  answers text not null,
  -- 0..=10 to the recommendation question. Null: not answered.
  nps bigint check (nps between 0 and 10),
  -- 1..=5 to the satisfaction question. Null: not answered.
  csat bigint check (csat between 1 and 5),
  -- 1..=7 to the effort question. Null: not answered.
  ces bigint check (ces between 1 and 7),
  -- Whether a call-back is wanted, 0 or 1. Null: not answered.
  wants_callback bigint check (wants_callback in (0, 1)),
  -- First page saved; the instant a score counts at.
  started_at bigint not null,
  -- Last page saved.
  saved_at bigint not null,
  -- When the rest of the product was told: at the end, or once a partial response rests. Null: not yet.
  told_at bigint
);

CREATE INDEX responses_by_case on responses (case_id);

CREATE INDEX responses_by_person on responses (person_id, started_at, id);

CREATE INDEX responses_by_survey on responses (survey_id, started_at, id);

CREATE INDEX responses_by_time on responses (started_at, id);

CREATE INDEX responses_untold on responses (saved_at) where told_at is null;

CREATE TABLE schema_migrations (
    name text primary key,
    checksum text not null,
    ran_at bigint not null
);

CREATE TABLE sessions (
    -- Shown as sess_…; names the session, opens nothing.
    id bigint primary key,
    -- Who signed in.
    staff_id bigint not null references staff (id),
    -- SHA-256 of the token in the cookie.
    token_hash blob not null unique,
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Last use, to five minutes; microseconds since 1970, UTC.
    last_seen_at bigint not null,
    -- Ends then whatever happens; microseconds since 1970, UTC.
    expires_at bigint not null,
    -- When it was ended; microseconds since 1970, UTC. Null: not ended by anyone.
    ended_at bigint,
    -- Why it was ended. Null while it is not.
    ended_because text check (ended_because in ('signed_out', 'revoked', 'credential_changed', 'role_changed', 'deactivated')),
    -- What the browser says it is, cut to 200 characters.
    user_agent text not null default '',
    -- Network it was opened from (/24 or /48): enough to recognise it, no more.
    client_address text not null default ''
);

CREATE INDEX sessions_by_expiry on sessions (expires_at, id);

CREATE INDEX sessions_by_staff on sessions (staff_id, id);

CREATE TABLE sign_in_attempts (
    -- account:<hash>, pair:<hash> or origin:<hash> of what was tried; no address is stored.
    subject text primary key,
    -- Failures since the last success.
    failures bigint not null,
    -- Microseconds since 1970, UTC.
    last_failed_at bigint not null,
    -- No try is heard before then; microseconds since 1970, UTC.
    locked_until bigint not null
);

CREATE INDEX sign_in_attempts_by_age on sign_in_attempts (last_failed_at);

CREATE TABLE source_records (
  -- Names the record.
  id bigint primary key,
  -- Whose it is.
  source_id bigint not null references sources (id),
  -- Its number in that system.
  external_id text not null,
  -- The person it is about. Null: it is about an account.
  person_id bigint references persons (id),
  -- The account it is about. Null: it is about a person.
  account_id bigint references accounts (id),
  -- Its fields: for each, the value and since when this system says so. JSON.
  fields text not null,
  -- A digest of the fields' values, to see at once that nothing changed.
  digest blob not null,
  -- When it was first received.
  created_at bigint not null,
  -- When its values last changed.
  changed_at bigint not null,
  -- Counts changes.
  version bigint not null,
  check ((person_id is null) <> (account_id is null))
);

CREATE INDEX source_records_by_account on source_records (account_id) where account_id is not null;

CREATE UNIQUE INDEX source_records_by_external on source_records (source_id, external_id);

CREATE INDEX source_records_by_person on source_records (person_id) where person_id is not null;

CREATE TABLE sources (
  -- Names the source.
  id bigint primary key,
  -- What files and programs call it: lower case, no spaces.
  key text not null unique,
  -- What people call it.
  name text not null,
  -- Where it came to us from: system (files, API), staff (corrections typed here), contact (what a contact told).
  kind text not null check (kind in ('system', 'staff', 'contact')),
  -- How far its values are believed, 0..=100; the higher wins when sources disagree.
  trust bigint not null check (trust between 0 and 100),
  -- When it was named here.
  created_at bigint not null,
  -- Counts edits.
  version bigint not null
);

CREATE TABLE staff (
    -- Shown as staff_…
    id bigint primary key,
    -- As colleagues and customers read it.
    name text not null,
    -- Address they sign in with, in its comparable form (kernel::Email).
    email text not null unique,
    -- What they are for; decides their permissions (kernel::Role).
    role text not null check (role in ('adviser', 'team_lead', 'analyst', 'marketing', 'admin')),
    -- Language of their screens.
    locale text not null check (locale in ('fr', 'en')),
    -- Argon2id in PHC form. Null: they cannot sign in by password.
    password_hash text,
    -- When the password was last set; microseconds since 1970, UTC.
    password_changed_at bigint,
    -- 1: the password was chosen by somebody else, and must be replaced before anything else.
    must_change_password bigint not null default 0 check (must_change_password in (0, 1)),
    -- Secret of the second factor, in use. Null: none.
    totp_secret blob,
    -- Secret of the second factor that is being set up and not yet proven by a code.
    totp_pending_secret blob,
    -- Last 30-second step whose code was accepted: a code is good once.
    totp_step_last bigint not null default 0,
    -- 0: deactivated; cannot sign in, keeps their name in histories.
    is_active bigint not null default 1 check (is_active in (0, 1)),
    -- Screen preferences: theme, density, shortcuts; JSON.
    preferences text not null default '{}',
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Rises with each edit.
    version bigint not null default 1
);

CREATE INDEX staff_by_name on staff (name, id);

CREATE TABLE survey_rules (
  -- Shown as srule_…
  id bigint primary key,
  -- As staff read it.
  name text not null,
  -- What is asked.
  survey_id bigint not null references surveys (id),
  -- 0: at rest.
  is_active bigint not null default 1 check (is_active in (0, 1)),
  -- Seconds between the closure and the invitation.
  delay_seconds bigint not null check (delay_seconds >= 0),
  -- At most one invitation, of any survey, per person in so many days.
  quiet_days bigint not null check (quiet_days >= 0),
  -- 1: nobody is asked while they have a complaint open.
  spares_complaints bigint not null check (spares_complaints in (0, 1)),
  -- Types of the cases it is for, a JSON list of keys; empty: all.
  case_types text not null,
  -- Channels of the cases it is for, a JSON list; empty: all.
  channels text not null,
  -- Share of those cases that are asked, above 0 up to 1.
  share double precision not null check (share > 0 and share <= 1),
  -- Days a link can be answered.
  open_days bigint not null check (open_days > 0),
  -- Microseconds since 1970, UTC.
  created_at bigint not null,
  -- Rises with each edit.
  version bigint not null default 1
, place bigint not null default 0);

CREATE INDEX survey_rules_by_survey on survey_rules (survey_id);

CREATE TABLE survey_versions (
  -- Shown as sver_…
  id bigint primary key,
  -- The survey.
  survey_id bigint not null references surveys (id),
  -- 1, 2, 3… within the survey.
  number bigint not null,
  -- The questionnaire definition, JSON.
  definition text not null,
  -- Microseconds since 1970, UTC.
  published_at bigint not null,
  -- Who published it: an actor's label.
  published_by text not null,
  unique (survey_id, number)
);

CREATE TABLE surveys (
  -- Shown as surv_…
  id bigint primary key,
  -- As staff read it.
  name text not null,
  -- What it will ask once published: a questionnaire definition, JSON.
  draft text not null,
  -- Number of the version that invitations use; 0: none was published.
  version_published bigint not null default 0,
  -- 0: withdrawn; invites nobody any more, links to it say that it is over.
  is_active bigint not null default 1 check (is_active in (0, 1)),
  -- Microseconds since 1970, UTC.
  created_at bigint not null,
  -- Rises with each edit.
  version bigint not null default 1
);

CREATE INDEX surveys_by_name on surveys (name, id);

CREATE TABLE team_members (
    -- The team.
    team_id bigint not null references teams (id),
    -- The member.
    staff_id bigint not null references staff (id),
    primary key (team_id, staff_id)
);

CREATE INDEX team_members_by_staff on team_members (staff_id, team_id);

CREATE TABLE teams (
    -- Shown as team_…
    id bigint primary key,
    -- As staff read it.
    name text not null unique,
    -- What the team is for, in a sentence.
    description text not null default '',
    -- 0: closed; gets no new work, keeps its name in histories.
    is_active bigint not null default 1 check (is_active in (0, 1)),
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Rises with each edit.
    version bigint not null default 1
)
