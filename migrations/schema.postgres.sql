-- Made by `cargo xtask openapi` from the migrations. Not for editing.

accounts.id bigint not null
accounts.name text collate C not null
accounts.name_folded text collate C not null
accounts.kind text collate C not null
accounts.registration text collate C
accounts.created_at bigint not null
accounts.version bigint not null
acknowledgements.case_id bigint not null
acknowledgements.recipient text collate C not null
acknowledgements.interaction_id bigint not null
acknowledgements.at bigint not null
answers.response_id bigint not null
answers.question_key text collate C not null
answers.survey_id bigint not null
answers.kind text collate C not null
answers.status text collate C not null
answers.score bigint
answers.choices text collate C
answers.words text collate C
api_keys.id bigint not null
api_keys.name text collate C not null
api_keys.key_hash bytea not null
api_keys.hint text collate C not null
api_keys.scopes text collate C not null
api_keys.created_by text collate C not null
api_keys.created_at bigint not null
api_keys.expires_at bigint
api_keys.last_used_at bigint
api_keys.revoked_at bigint
api_keys.version bigint not null default 1
attachments.id bigint not null
attachments.interaction_id bigint not null
attachments.place bigint not null
attachments.name text collate C not null
attachments.media_type text collate C not null
attachments.size_bytes bigint not null
attachments.blob text collate C not null
attachments.content_id text collate C
attachments.is_dangerous bigint not null
audit_entries.id bigint not null
audit_entries.at bigint not null
audit_entries.actor text collate C not null
audit_entries.action text collate C not null
audit_entries.subject text collate C not null
audit_entries.details text collate C not null
audit_seals.id bigint not null
audit_seals.audit_id bigint not null
audit_seals.seal bytea not null
calendar_versions.calendar_id bigint not null
calendar_versions.version bigint not null
calendar_versions.definition text collate C not null
calendar_versions.created_at bigint not null
calendars.id bigint not null
calendars.name text collate C not null
calendars.is_default bigint not null
calendars.created_at bigint not null
calendars.version bigint not null
callbacks.id bigint not null
callbacks.response_id bigint
callbacks.case_id bigint not null
callbacks.origin_case_id bigint
callbacks.person_id bigint
callbacks.phone text collate C
callbacks.reason text collate C not null
callbacks.nps bigint
callbacks.state text collate C not null
callbacks.outcome text collate C
callbacks.opened_at bigint not null
callbacks.closed_at bigint
callbacks.closed_by text collate C
callbacks.version bigint not null default 1
case_batch_items.batch_id bigint not null
case_batch_items.case_id bigint not null
case_batch_items.outcome text collate C
case_batch_items.problem text collate C
case_batch_items.before text collate C
case_batch_items.version_after bigint
case_batches.id bigint not null
case_batches.staff_id bigint not null
case_batches.act text collate C not null
case_batches.reverses bigint
case_batches.total bigint not null
case_batches.created_at bigint not null
case_batches.ended_at bigint
case_clocks.id bigint not null
case_clocks.case_id bigint not null
case_clocks.metric text collate C not null
case_clocks.promise_id bigint not null
case_clocks.promise_version bigint not null
case_clocks.started_at bigint not null
case_clocks.due_at bigint
case_clocks.ended_at bigint
case_clocks.outcome text collate C not null
case_clocks.missed_at bigint
case_clocks.counted_micros bigint
case_clocks.version bigint not null
case_history.id bigint not null
case_history.case_id bigint not null
case_history.at bigint not null
case_history.actor text collate C not null
case_history.kind text collate C not null
case_history.detail text collate C not null
case_participants.case_id bigint not null
case_participants.address text collate C not null
case_participants.person_id bigint
case_participants.role text collate C not null
case_participants.added_at bigint not null
case_types.key text collate C not null
case_types.name_fr text collate C not null
case_types.name_en text collate C not null
case_types.is_complaint bigint not null
case_types.is_active bigint not null
case_types.version bigint not null
case_types.place bigint not null default 50
case_types.is_public bigint not null default 1
case_types.team_id bigint
cases.id bigint not null
cases.type_key text collate C not null
cases.channel text collate C not null
cases.priority text collate C not null
cases.market text collate C
cases.language text collate C not null
cases.subject text collate C not null
cases.subject_folded text collate C not null
cases.state text collate C not null
cases.waiting_cause text collate C
cases.waiting_until bigint
cases.team_id bigint
cases.owner_id bigint
cases.person_id bigint
cases.account_id bigint
cases.opened_by text collate C not null
cases.opened_at bigint not null
cases.first_answered_at bigint
cases.last_answered_at bigint
cases.unanswered_since bigint
cases.received_at bigint not null
cases.last_inbound_id bigint
cases.answer_count bigint not null
cases.closed_at bigint
cases.reopened_count bigint not null
cases.promise_id bigint
cases.due_key bigint not null
cases.due_metric text collate C
cases.updated_at bigint not null
cases.version bigint not null
cases.snoozed_until bigint
cases.is_dated bigint not null default 1
clock_segments.clock_id bigint not null
clock_segments.place bigint not null
clock_segments.from_at bigint not null
clock_segments.to_at bigint
clock_segments.waiting_cause text collate C
clock_segments.target text collate C not null
clock_segments.calendar_id bigint not null
clock_segments.calendar_version bigint not null
clock_segments.promise_id bigint not null
clock_segments.promise_version bigint not null
contact_points.id bigint not null
contact_points.person_id bigint
contact_points.account_id bigint
contact_points.kind text collate C not null
contact_points.normal text collate C not null
contact_points.shown text collate C not null
contact_points.verified_at bigint
contact_points.verified_how text collate C
contact_points.created_at bigint not null
contact_points.version bigint not null
drafts.case_id bigint not null
drafts.mode text collate C not null
drafts.staff_id bigint not null
drafts.body text collate C not null
drafts.template_id bigint
drafts.updated_at bigint not null
drafts.version bigint not null
health_checks.id bigint not null
health_checks.at bigint not null
idempotency_keys.actor text collate C not null
idempotency_keys.key text collate C not null
idempotency_keys.request_hash bytea not null
idempotency_keys.status bigint
idempotency_keys.location text collate C
idempotency_keys.version bigint
idempotency_keys.body text collate C
idempotency_keys.created_at bigint not null
import_refusals.id bigint not null
import_refusals.import_id bigint not null
import_refusals.line bigint not null
import_refusals.column_name text collate C
import_refusals.value text collate C
import_refusals.reason text collate C not null
import_refusals.detail text collate C not null
import_refusals.effect text collate C not null
imports.id bigint not null
imports.source_id bigint
imports.file_name text collate C not null
imports.size_bytes bigint not null
imports.blob text collate C not null
imports.mapping text collate C not null
imports.state text collate C not null
imports.is_dry bigint not null
imports.rows_total bigint
imports.rows_done bigint not null
imports.line bigint not null
imports.identical bigint not null
imports.changed bigint not null
imports.created bigint not null
imports.refused bigint not null
imports.set_aside bigint not null
imports.failure text collate C
imports.created_by text collate C not null
imports.created_at bigint not null
imports.started_at bigint
imports.ended_at bigint
imports.version bigint not null
inbound_mails.id bigint not null
inbound_mails.mailbox_id bigint
inbound_mails.uid_validity bigint
inbound_mails.uid bigint
inbound_mails.place text collate C
inbound_mails.raw_blob text collate C not null
inbound_mails.content_key text collate C not null
inbound_mails.is_duplicate bigint not null
inbound_mails.message_id text collate C
inbound_mails.from_address text collate C
inbound_mails.subject text collate C
inbound_mails.size_bytes bigint not null
inbound_mails.attachments_count bigint not null
inbound_mails.received_at bigint not null
inbound_mails.received_on text collate C not null
inbound_mails.outcome text collate C not null
inbound_mails.cause text collate C
inbound_mails.trace text collate C not null
inbound_mails.case_id bigint
inbound_mails.interaction_id bigint
inbound_mails.decided_by text collate C not null
inbound_mails.decided_at bigint not null
inbound_mails.version bigint not null
inbox_views.id bigint not null
inbox_views.staff_id bigint
inbox_views.name text collate C not null
inbox_views.filter text collate C not null
inbox_views.sort text collate C not null
inbox_views.place bigint not null
inbox_views.version bigint not null
indicator_definitions.id bigint not null
indicator_definitions.key text collate C not null
indicator_definitions.version bigint not null
indicator_definitions.method text collate C not null
indicator_definitions.basis text collate C not null
indicator_definitions.useful_half_width double precision not null
indicator_definitions.exclusions text collate C not null
indicator_definitions.since bigint not null
installation.id bigint not null
installation.company_name text collate C
installation.market_country text collate C not null
installation.time_zone text collate C not null
installation.languages text collate C not null
installation.steps_done text collate C not null
installation.setup_code_hash bytea
installation.version bigint not null default 1
installation.key_check text collate C
interactions.id bigint not null
interactions.person_id bigint
interactions.account_id bigint
interactions.case_id bigint
interactions.channel text collate C not null
interactions.direction text collate C not null
interactions.kind text collate C not null
interactions.state text collate C not null
interactions.state_reason text collate C
interactions.at bigint not null
interactions.at_year bigint not null
interactions.author text collate C not null
interactions.subject text collate C
interactions.body_text text collate C not null
interactions.body_fold bigint
interactions.html_blob text collate C
interactions.raw_blob text collate C
interactions.language text collate C
interactions.duration_seconds bigint
interactions.message_id text collate C
interactions.in_reply_to text collate C
interactions.external_key text collate C
interactions.meta text collate C not null
interactions.created_at bigint not null
interactions.version bigint not null
invitation_turns.person_id bigint not null
invitation_turns.taken_at bigint not null
invitations.id bigint not null
invitations.survey_id bigint not null
invitations.survey_version_id bigint
invitations.rule_id bigint
invitations.person_id bigint
invitations.case_id bigint
invitations.channel text collate C not null
invitations.state text collate C not null
invitations.reason text collate C
invitations.token_hash bytea
invitations.locale text collate C
invitations.due_at bigint not null
invitations.sent_at bigint
invitations.expires_at bigint
invitations.created_at bigint not null
invitations.insists bigint not null default 0
jobs.id bigint not null
jobs.name text collate C not null
jobs.lane text collate C not null
jobs.payload text collate C not null
jobs.key text collate C
jobs.run_at bigint not null
jobs.tries bigint not null
jobs.tries_max bigint not null
jobs.state text collate C not null
jobs.lease_until bigint
jobs.lease_token bigint not null
jobs.last_error text collate C
jobs.created_at bigint not null
jobs.finished_at bigint
mailboxes.id bigint not null
mailboxes.name text collate C not null
mailboxes.address text collate C not null
mailboxes.display_name text collate C not null
mailboxes.kind text collate C not null
mailboxes.settings text collate C not null
mailboxes.sealed_secrets bytea
mailboxes.team_id bigint
mailboxes.case_type text collate C not null
mailboxes.language text collate C not null
mailboxes.market text collate C
mailboxes.acknowledges bigint not null
mailboxes.requires_proof bigint not null
mailboxes.is_active bigint not null
mailboxes.uid_validity bigint
mailboxes.uid_last bigint not null
mailboxes.health text collate C not null
mailboxes.health_words text collate C
mailboxes.health_at bigint
mailboxes.seen_at bigint
mailboxes.created_at bigint not null
mailboxes.version bigint not null
memberships.id bigint not null
memberships.account_id bigint not null
memberships.person_id bigint not null
memberships.role text collate C not null
memberships.job_title text collate C
memberships.created_at bigint not null
memberships.version bigint not null
outbound_mails.id bigint not null
outbound_mails.interaction_id bigint not null
outbound_mails.case_id bigint
outbound_mails.mailbox_id bigint
outbound_mails.message_id text collate C not null
outbound_mails.recipient text collate C not null
outbound_mails.is_automatic bigint not null
outbound_mails.state text collate C not null
outbound_mails.tries bigint not null
outbound_mails.last_words text collate C
outbound_mails.raw_blob text collate C
outbound_mails.queued_at bigint not null
outbound_mails.sent_at bigint
outbound_mails.version bigint not null
outbox.id bigint not null
outbox.name text collate C not null
outbox.subject text collate C not null
outbox.payload text collate C not null
outbox.at bigint not null
outbox.relayed_at bigint
person_terms.term text collate C not null
person_terms.person_id bigint not null
persons.id bigint not null
persons.redirect_to bigint
persons.display_name text collate C not null
persons.title text collate C
persons.first_name text collate C
persons.last_name text collate C
persons.language text collate C
persons.born_on text collate C
persons.address_line text collate C
persons.postcode text collate C
persons.city text collate C
persons.country text collate C
persons.email text collate C
persons.phone text collate C
persons.provenance text collate C not null
persons.search_words text collate C not null
persons.created_at bigint not null
persons.changed_at bigint not null
persons.version bigint not null
persons.sort_name text collate C not null default ''::text
portal_forms.hash bytea not null
portal_forms.case_id bigint
portal_forms.taken_at bigint not null
portal_links.id bigint not null
portal_links.token_hash bytea not null
portal_links.case_id bigint not null
portal_links.person_id bigint not null
portal_links.created_at bigint not null
portal_links.expires_at bigint not null
portal_links.opened_at bigint
promises.id bigint not null
promises.name text collate C not null
promises.place bigint not null
promises.type_key text collate C
promises.channel text collate C
promises.priority text collate C
promises.market text collate C
promises.targets text collate C not null
promises.calendar_id bigint not null
promises.is_published bigint not null
promises.is_active bigint not null
promises.created_at bigint not null
promises.version bigint not null
recovery_codes.staff_id bigint not null
recovery_codes.code_hash bytea not null
recovery_codes.used_at bigint
reply_files.id bigint not null
reply_files.case_id bigint not null
reply_files.staff_id bigint not null
reply_files.name text collate C not null
reply_files.media_type text collate C not null
reply_files.size_bytes bigint not null
reply_files.blob text collate C not null
reply_files.is_dangerous bigint not null
reply_files.added_at bigint not null
reply_templates.id bigint not null
reply_templates.name text collate C not null
reply_templates.intent text collate C not null
reply_templates.language text collate C not null
reply_templates.body text collate C not null
reply_templates.variables text collate C not null
reply_templates.is_active bigint not null
reply_templates.updated_at bigint not null
reply_templates.version bigint not null
responses.id bigint not null
responses.invitation_id bigint not null
responses.survey_id bigint not null
responses.survey_version_id bigint not null
responses.person_id bigint
responses.case_id bigint
responses.locale text collate C not null
responses.state text collate C not null
responses.pages_seen bigint not null
responses.answers text collate C not null
responses.nps bigint
responses.csat bigint
responses.ces bigint
responses.wants_callback bigint
responses.started_at bigint not null
responses.saved_at bigint not null
responses.told_at bigint
schema_migrations.name text collate C not null
schema_migrations.checksum text collate C not null
schema_migrations.ran_at bigint not null
sessions.id bigint not null
sessions.staff_id bigint not null
sessions.token_hash bytea not null
sessions.created_at bigint not null
sessions.last_seen_at bigint not null
sessions.expires_at bigint not null
sessions.ended_at bigint
sessions.ended_because text collate C
sessions.user_agent text collate C not null default ''::text
sessions.client_address text collate C not null default ''::text
sign_in_attempts.subject text collate C not null
sign_in_attempts.failures bigint not null
sign_in_attempts.last_failed_at bigint not null
sign_in_attempts.locked_until bigint not null
source_records.id bigint not null
source_records.source_id bigint not null
source_records.external_id text collate C not null
source_records.person_id bigint
source_records.account_id bigint
source_records.fields text collate C not null
source_records.digest bytea not null
source_records.created_at bigint not null
source_records.changed_at bigint not null
source_records.version bigint not null
sources.id bigint not null
sources.key text collate C not null
sources.name text collate C not null
sources.kind text collate C not null
sources.trust bigint not null
sources.created_at bigint not null
sources.version bigint not null
staff.id bigint not null
staff.name text collate C not null
staff.email text collate C not null
staff.role text collate C not null
staff.locale text collate C not null
staff.password_hash text collate C
staff.password_changed_at bigint
staff.must_change_password bigint not null default 0
staff.totp_secret bytea
staff.totp_pending_secret bytea
staff.totp_step_last bigint not null default 0
staff.is_active bigint not null default 1
staff.preferences text collate C not null default '{}'::text
staff.created_at bigint not null
staff.version bigint not null default 1
survey_rules.id bigint not null
survey_rules.name text collate C not null
survey_rules.survey_id bigint not null
survey_rules.is_active bigint not null default 1
survey_rules.delay_seconds bigint not null
survey_rules.quiet_days bigint not null
survey_rules.spares_complaints bigint not null
survey_rules.case_types text collate C not null
survey_rules.channels text collate C not null
survey_rules.share double precision not null
survey_rules.open_days bigint not null
survey_rules.created_at bigint not null
survey_rules.version bigint not null default 1
survey_rules.place bigint not null default 0
survey_versions.id bigint not null
survey_versions.survey_id bigint not null
survey_versions.number bigint not null
survey_versions.definition text collate C not null
survey_versions.published_at bigint not null
survey_versions.published_by text collate C not null
surveys.id bigint not null
surveys.name text collate C not null
surveys.draft text collate C not null
surveys.version_published bigint not null default 0
surveys.is_active bigint not null default 1
surveys.created_at bigint not null
surveys.version bigint not null default 1
team_members.team_id bigint not null
team_members.staff_id bigint not null
teams.id bigint not null
teams.name text collate C not null
teams.description text collate C not null default ''::text
teams.is_active bigint not null default 1
teams.created_at bigint not null
teams.version bigint not null default 1

accounts: CHECK ((kind = ANY (ARRAY['company'::text, 'group'::text, 'household'::text, 'association'::text])))
accounts: PRIMARY KEY (id)
acknowledgements: PRIMARY KEY (case_id, recipient)
answers: CHECK ((kind = ANY (ARRAY['nps'::text, 'satisfaction'::text, 'effort'::text, 'choice'::text, 'text'::text, 'callback'::text])))
answers: CHECK ((status = ANY (ARRAY['answered'::text, 'declined'::text, 'not_answered'::text])))
answers: FOREIGN KEY (response_id) REFERENCES responses(id)
answers: PRIMARY KEY (response_id, question_key)
api_keys: PRIMARY KEY (id)
api_keys: UNIQUE (key_hash)
attachments: CHECK ((is_dangerous = ANY (ARRAY[(0)::bigint, (1)::bigint])))
attachments: FOREIGN KEY (interaction_id) REFERENCES interactions(id)
attachments: PRIMARY KEY (id)
audit_entries: PRIMARY KEY (id)
audit_seals: PRIMARY KEY (id)
audit_seals: UNIQUE (audit_id)
calendar_versions: FOREIGN KEY (calendar_id) REFERENCES calendars(id)
calendar_versions: PRIMARY KEY (calendar_id, version)
calendars: CHECK ((is_default = ANY (ARRAY[(0)::bigint, (1)::bigint])))
calendars: PRIMARY KEY (id)
calendars: UNIQUE (name)
callbacks: CHECK ((outcome = ANY (ARRAY['reached'::text, 'not_reached'::text, 'not_wanted'::text, 'closed_with_case'::text])))
callbacks: CHECK ((reason = ANY (ARRAY['asked'::text, 'detractor'::text])))
callbacks: CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
callbacks: PRIMARY KEY (id)
callbacks: UNIQUE (case_id)
callbacks: UNIQUE (response_id)
case_batch_items: CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])))
case_batch_items: FOREIGN KEY (batch_id) REFERENCES case_batches(id)
case_batch_items: PRIMARY KEY (batch_id, case_id)
case_batches: FOREIGN KEY (reverses) REFERENCES case_batches(id)
case_batches: PRIMARY KEY (id)
case_clocks: CHECK ((metric = ANY (ARRAY['first_reply'::text, 'next_reply'::text, 'resolution'::text])))
case_clocks: CHECK ((outcome = ANY (ARRAY['running'::text, 'paused'::text, 'late'::text, 'kept'::text, 'missed'::text, 'cancelled'::text])))
case_clocks: FOREIGN KEY (case_id) REFERENCES cases(id)
case_clocks: FOREIGN KEY (promise_id) REFERENCES promises(id)
case_clocks: PRIMARY KEY (id)
case_history: FOREIGN KEY (case_id) REFERENCES cases(id)
case_history: PRIMARY KEY (id)
case_participants: CHECK ((role = ANY (ARRAY['customer'::text, 'copied'::text, 'third_party'::text])))
case_participants: FOREIGN KEY (case_id) REFERENCES cases(id)
case_participants: PRIMARY KEY (case_id, address)
case_types: CHECK ((is_active = ANY (ARRAY[(0)::bigint, (1)::bigint])))
case_types: CHECK ((is_complaint = ANY (ARRAY[(0)::bigint, (1)::bigint])))
case_types: CHECK ((is_public = ANY (ARRAY[(0)::bigint, (1)::bigint])))
case_types: PRIMARY KEY (key)
cases: CHECK ((channel = ANY (ARRAY['mail'::text, 'phone'::text, 'web_form'::text, 'chat'::text, 'survey'::text, 'portal'::text])))
cases: CHECK ((is_dated = ANY (ARRAY[(0)::bigint, (1)::bigint])))
cases: CHECK ((priority = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text, 'urgent'::text])))
cases: CHECK ((state = ANY (ARRAY['open'::text, 'waiting'::text, 'closed'::text])))
cases: CHECK ((waiting_cause = ANY (ARRAY['customer'::text, 'supplier'::text, 'internal'::text])))
cases: PRIMARY KEY (id)
clock_segments: FOREIGN KEY (clock_id) REFERENCES case_clocks(id)
clock_segments: PRIMARY KEY (clock_id, place)
contact_points: CHECK (((person_id IS NULL) <> (account_id IS NULL)))
contact_points: CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text, 'postal'::text, 'iban'::text])))
contact_points: FOREIGN KEY (account_id) REFERENCES accounts(id)
contact_points: FOREIGN KEY (person_id) REFERENCES persons(id)
contact_points: PRIMARY KEY (id)
drafts: CHECK ((mode = ANY (ARRAY['reply'::text, 'note'::text, 'third_party'::text])))
drafts: FOREIGN KEY (case_id) REFERENCES cases(id)
drafts: PRIMARY KEY (case_id, mode, staff_id)
health_checks: CHECK ((id = 1))
health_checks: PRIMARY KEY (id)
idempotency_keys: PRIMARY KEY (actor, key)
import_refusals: CHECK ((effect = ANY (ARRAY['row'::text, 'value'::text, 'superseded'::text])))
import_refusals: FOREIGN KEY (import_id) REFERENCES imports(id)
import_refusals: PRIMARY KEY (id)
imports: CHECK ((is_dry = ANY (ARRAY[(0)::bigint, (1)::bigint])))
imports: CHECK ((state = ANY (ARRAY['draft'::text, 'queued'::text, 'running'::text, 'paused'::text, 'stopped'::text, 'done'::text, 'failed'::text])))
imports: FOREIGN KEY (source_id) REFERENCES sources(id)
imports: PRIMARY KEY (id)
inbound_mails: CHECK (((cause IS NULL) = (outcome = ANY (ARRAY['new_case'::text, 'follow_up'::text]))))
inbound_mails: CHECK ((is_duplicate = ANY (ARRAY[(0)::bigint, (1)::bigint])))
inbound_mails: CHECK ((outcome = ANY (ARRAY['new_case'::text, 'follow_up'::text, 'quarantine'::text, 'rejected'::text])))
inbound_mails: FOREIGN KEY (mailbox_id) REFERENCES mailboxes(id)
inbound_mails: PRIMARY KEY (id)
inbox_views: CHECK ((sort = ANY (ARRAY['due'::text, 'received'::text, 'updated'::text])))
inbox_views: PRIMARY KEY (id)
indicator_definitions: CHECK ((basis = ANY (ARRAY['nps_answers'::text, 'csat_answers'::text, 'ces_answers'::text, 'first_reply_clocks'::text, 'resolution_clocks'::text, 'all_clocks'::text, 'invitations'::text, 'open_cases'::text, 'new_cases'::text])))
indicator_definitions: CHECK ((method = ANY (ARRAY['nps_adjusted_wald'::text, 'top_box_wilson'::text, 'mean_student'::text, 'median'::text, 'p90'::text, 'share_wilson'::text, 'count'::text])))
indicator_definitions: PRIMARY KEY (id)
indicator_definitions: UNIQUE (key, version)
installation: CHECK ((id = 1))
installation: PRIMARY KEY (id)
interactions: CHECK ((channel = ANY (ARRAY['mail'::text, 'phone'::text, 'web_form'::text, 'chat'::text, 'survey'::text, 'portal'::text])))
interactions: CHECK ((direction = ANY (ARRAY['inbound'::text, 'outbound'::text, 'internal'::text])))
interactions: CHECK ((kind = ANY (ARRAY['message'::text, 'call'::text, 'note'::text, 'invitation'::text, 'answer'::text])))
interactions: CHECK ((state = ANY (ARRAY['received'::text, 'unverified'::text, 'accepted'::text, 'refused'::text, 'queued'::text, 'held'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text])))
interactions: PRIMARY KEY (id)
invitation_turns: PRIMARY KEY (person_id)
invitations: CHECK ((channel = ANY (ARRAY['mail'::text, 'link'::text])))
invitations: CHECK ((insists = ANY (ARRAY[(0)::bigint, (1)::bigint])))
invitations: CHECK ((state = ANY (ARRAY['scheduled'::text, 'refused'::text, 'sent'::text, 'partial'::text, 'answered'::text, 'expired'::text])))
invitations: FOREIGN KEY (rule_id) REFERENCES survey_rules(id)
invitations: FOREIGN KEY (survey_id) REFERENCES surveys(id)
invitations: FOREIGN KEY (survey_version_id) REFERENCES survey_versions(id)
invitations: PRIMARY KEY (id)
invitations: UNIQUE (token_hash)
jobs: CHECK ((lane = ANY (ARRAY['timers'::text, 'events'::text, 'mail'::text, 'other'::text])))
jobs: CHECK ((state = ANY (ARRAY['pending'::text, 'running'::text, 'done'::text, 'set_aside'::text])))
jobs: PRIMARY KEY (id)
mailboxes: CHECK ((acknowledges = ANY (ARRAY[(0)::bigint, (1)::bigint])))
mailboxes: CHECK ((health = ANY (ARRAY['never'::text, 'listening'::text, 'polling'::text, 'failing'::text])))
mailboxes: CHECK ((is_active = ANY (ARRAY[(0)::bigint, (1)::bigint])))
mailboxes: CHECK ((kind = ANY (ARRAY['imap'::text, 'folder'::text])))
mailboxes: CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text])))
mailboxes: CHECK ((requires_proof = ANY (ARRAY[(0)::bigint, (1)::bigint])))
mailboxes: PRIMARY KEY (id)
mailboxes: UNIQUE (address)
memberships: CHECK ((role = ANY (ARRAY['executive'::text, 'middle'::text, 'operational'::text])))
memberships: FOREIGN KEY (account_id) REFERENCES accounts(id)
memberships: FOREIGN KEY (person_id) REFERENCES persons(id)
memberships: PRIMARY KEY (id)
outbound_mails: CHECK ((is_automatic = ANY (ARRAY[(0)::bigint, (1)::bigint])))
outbound_mails: CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text])))
outbound_mails: FOREIGN KEY (mailbox_id) REFERENCES mailboxes(id)
outbound_mails: PRIMARY KEY (id)
outbound_mails: UNIQUE (interaction_id)
outbound_mails: UNIQUE (message_id)
outbox: PRIMARY KEY (id)
person_terms: FOREIGN KEY (person_id) REFERENCES persons(id)
person_terms: PRIMARY KEY (term, person_id)
persons: PRIMARY KEY (id)
portal_forms: PRIMARY KEY (hash)
portal_links: PRIMARY KEY (id)
portal_links: UNIQUE (token_hash)
promises: CHECK ((is_active = ANY (ARRAY[(0)::bigint, (1)::bigint])))
promises: CHECK ((is_published = ANY (ARRAY[(0)::bigint, (1)::bigint])))
promises: FOREIGN KEY (calendar_id) REFERENCES calendars(id)
promises: PRIMARY KEY (id)
recovery_codes: FOREIGN KEY (staff_id) REFERENCES staff(id)
recovery_codes: PRIMARY KEY (staff_id, code_hash)
reply_files: CHECK ((is_dangerous = ANY (ARRAY[(0)::bigint, (1)::bigint])))
reply_files: PRIMARY KEY (id)
reply_templates: CHECK ((is_active = ANY (ARRAY[(0)::bigint, (1)::bigint])))
reply_templates: CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text])))
reply_templates: PRIMARY KEY (id)
responses: CHECK (((ces >= 1) AND (ces <= 7)))
responses: CHECK (((csat >= 1) AND (csat <= 5)))
responses: CHECK (((nps >= 0) AND (nps <= 10)))
responses: CHECK ((state = ANY (ARRAY['partial'::text, 'complete'::text])))
responses: CHECK ((wants_callback = ANY (ARRAY[(0)::bigint, (1)::bigint])))
responses: FOREIGN KEY (invitation_id) REFERENCES invitations(id)
responses: FOREIGN KEY (survey_id) REFERENCES surveys(id)
responses: FOREIGN KEY (survey_version_id) REFERENCES survey_versions(id)
responses: PRIMARY KEY (id)
responses: UNIQUE (invitation_id)
schema_migrations: PRIMARY KEY (name)
sessions: CHECK ((ended_because = ANY (ARRAY['signed_out'::text, 'revoked'::text, 'credential_changed'::text, 'role_changed'::text, 'deactivated'::text])))
sessions: FOREIGN KEY (staff_id) REFERENCES staff(id)
sessions: PRIMARY KEY (id)
sessions: UNIQUE (token_hash)
sign_in_attempts: PRIMARY KEY (subject)
source_records: CHECK (((person_id IS NULL) <> (account_id IS NULL)))
source_records: FOREIGN KEY (account_id) REFERENCES accounts(id)
source_records: FOREIGN KEY (person_id) REFERENCES persons(id)
source_records: FOREIGN KEY (source_id) REFERENCES sources(id)
source_records: PRIMARY KEY (id)
sources: CHECK (((trust >= 0) AND (trust <= 100)))
sources: CHECK ((kind = ANY (ARRAY['system'::text, 'staff'::text, 'contact'::text])))
sources: PRIMARY KEY (id)
sources: UNIQUE (key)
staff: CHECK ((is_active = ANY (ARRAY[(0)::bigint, (1)::bigint])))
staff: CHECK ((locale = ANY (ARRAY['fr'::text, 'en'::text])))
staff: CHECK ((must_change_password = ANY (ARRAY[(0)::bigint, (1)::bigint])))
staff: CHECK ((role = ANY (ARRAY['adviser'::text, 'team_lead'::text, 'analyst'::text, 'marketing'::text, 'admin'::text])))
staff: PRIMARY KEY (id)
staff: UNIQUE (email)
survey_rules: CHECK (((share > (0)::double precision) AND (share <= (1)::double precision)))
survey_rules: CHECK ((delay_seconds >= 0))
survey_rules: CHECK ((is_active = ANY (ARRAY[(0)::bigint, (1)::bigint])))
survey_rules: CHECK ((open_days > 0))
survey_rules: CHECK ((quiet_days >= 0))
survey_rules: CHECK ((spares_complaints = ANY (ARRAY[(0)::bigint, (1)::bigint])))
survey_rules: FOREIGN KEY (survey_id) REFERENCES surveys(id)
survey_rules: PRIMARY KEY (id)
survey_versions: FOREIGN KEY (survey_id) REFERENCES surveys(id)
survey_versions: PRIMARY KEY (id)
survey_versions: UNIQUE (survey_id, number)
surveys: CHECK ((is_active = ANY (ARRAY[(0)::bigint, (1)::bigint])))
surveys: PRIMARY KEY (id)
team_members: FOREIGN KEY (staff_id) REFERENCES staff(id)
team_members: FOREIGN KEY (team_id) REFERENCES teams(id)
team_members: PRIMARY KEY (team_id, staff_id)
teams: CHECK ((is_active = ANY (ARRAY[(0)::bigint, (1)::bigint])))
teams: PRIMARY KEY (id)
teams: UNIQUE (name)

CREATE INDEX accounts_by_name ON public.accounts USING btree (name_folded, id)
CREATE INDEX acknowledgements_by_recipient ON public.acknowledgements USING btree (recipient, at)
CREATE INDEX answers_by_question ON public.answers USING btree (survey_id, question_key, status, score)
CREATE INDEX attachments_by_content ON public.attachments USING btree (interaction_id, content_id) WHERE (content_id IS NOT NULL)
CREATE INDEX audit_entries_by_action ON public.audit_entries USING btree (action, id)
CREATE INDEX audit_entries_by_actor ON public.audit_entries USING btree (actor, id)
CREATE INDEX audit_entries_by_subject ON public.audit_entries USING btree (subject, id)
CREATE INDEX callbacks_by_end ON public.callbacks USING btree (state, closed_at, id)
CREATE INDEX callbacks_by_origin ON public.callbacks USING btree (origin_case_id, id)
CREATE INDEX callbacks_by_person ON public.callbacks USING btree (person_id, state, closed_at, id)
CREATE INDEX case_batch_items_left ON public.case_batch_items USING btree (batch_id, case_id) WHERE (outcome IS NULL)
CREATE INDEX case_batch_items_refused ON public.case_batch_items USING btree (batch_id, case_id) WHERE (outcome = 'refused'::text)
CREATE INDEX case_clocks_by_case ON public.case_clocks USING btree (case_id, id)
CREATE INDEX case_clocks_by_decision ON public.case_clocks USING btree (COALESCE(missed_at, ended_at), id) WHERE (outcome = ANY (ARRAY['kept'::text, 'missed'::text, 'late'::text]))
CREATE INDEX case_clocks_by_end ON public.case_clocks USING btree (metric, ended_at, id)
CREATE INDEX case_clocks_by_miss ON public.case_clocks USING btree (missed_at) WHERE (missed_at IS NOT NULL)
CREATE INDEX case_clocks_by_promise ON public.case_clocks USING btree (promise_id, id) WHERE (ended_at IS NULL)
CREATE INDEX case_history_by_case ON public.case_history USING btree (case_id, id)
CREATE INDEX cases_by_account ON public.cases USING btree (account_id, opened_at, id)
CREATE INDEX cases_by_closed ON public.cases USING btree (state, closed_at)
CREATE INDEX cases_by_due ON public.cases USING btree (due_key, id)
CREATE INDEX cases_by_opened ON public.cases USING btree (opened_at, id)
CREATE INDEX cases_by_owner ON public.cases USING btree (owner_id, state, due_key, id)
CREATE INDEX cases_by_person ON public.cases USING btree (person_id, opened_at, id)
CREATE INDEX cases_by_received ON public.cases USING btree (received_at, id)
CREATE INDEX cases_by_snooze ON public.cases USING btree (snoozed_until, id) WHERE (snoozed_until IS NOT NULL)
CREATE INDEX cases_by_state_due ON public.cases USING btree (state, due_key, id)
CREATE INDEX cases_by_state_received ON public.cases USING btree (state, received_at, id)
CREATE INDEX cases_by_state_team ON public.cases USING btree (state, team_id)
CREATE INDEX cases_by_state_updated ON public.cases USING btree (state, updated_at, id)
CREATE INDEX cases_by_team ON public.cases USING btree (team_id, state, due_key, id)
CREATE INDEX cases_by_updated ON public.cases USING btree (updated_at, id)
CREATE INDEX contact_points_by_account ON public.contact_points USING btree (account_id) WHERE (account_id IS NOT NULL)
CREATE INDEX contact_points_by_person ON public.contact_points USING btree (person_id) WHERE (person_id IS NOT NULL)
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at)
CREATE INDEX import_refusals_by_import ON public.import_refusals USING btree (import_id, id)
CREATE INDEX inbound_mails_by_day ON public.inbound_mails USING btree (received_on, outcome)
CREATE INDEX inbound_mails_by_interaction ON public.inbound_mails USING btree (interaction_id) WHERE (interaction_id IS NOT NULL)
CREATE INDEX inbound_mails_by_mailbox ON public.inbound_mails USING btree (mailbox_id, id)
CREATE INDEX inbound_mails_by_outcome ON public.inbound_mails USING btree (outcome, id)
CREATE INDEX inbox_views_by_staff ON public.inbox_views USING btree (staff_id, place, id)
CREATE INDEX interactions_by_account ON public.interactions USING btree (account_id, at, id) WHERE (account_id IS NOT NULL)
CREATE INDEX interactions_by_case ON public.interactions USING btree (case_id, at, id) WHERE (case_id IS NOT NULL)
CREATE INDEX interactions_by_message ON public.interactions USING btree (message_id) WHERE (message_id IS NOT NULL)
CREATE INDEX interactions_by_person ON public.interactions USING btree (person_id, at, id) WHERE (person_id IS NOT NULL)
CREATE INDEX interactions_by_person_year ON public.interactions USING btree (person_id, at_year, channel) WHERE (person_id IS NOT NULL)
CREATE INDEX interactions_by_state ON public.interactions USING btree (state, at, id) WHERE (state = ANY (ARRAY['unverified'::text, 'queued'::text, 'held'::text, 'sending'::text, 'failed'::text, 'unknown'::text]))
CREATE INDEX interactions_unverified ON public.interactions USING btree (case_id) WHERE (state = 'unverified'::text)
CREATE INDEX invitations_by_case ON public.invitations USING btree (case_id)
CREATE INDEX invitations_by_due ON public.invitations USING btree (survey_id, due_at)
CREATE INDEX invitations_by_person ON public.invitations USING btree (person_id, sent_at)
CREATE INDEX invitations_by_sent ON public.invitations USING btree (sent_at)
CREATE INDEX invitations_by_state ON public.invitations USING btree (state, id)
CREATE INDEX invitations_by_survey ON public.invitations USING btree (survey_id, id)
CREATE INDEX invitations_by_survey_state ON public.invitations USING btree (survey_id, state, id)
CREATE INDEX invitations_open ON public.invitations USING btree (state, expires_at) WHERE (state = ANY (ARRAY['sent'::text, 'partial'::text]))
CREATE INDEX jobs_due ON public.jobs USING btree (lane, run_at, id) WHERE (state = 'pending'::text)
CREATE INDEX jobs_finished ON public.jobs USING btree (finished_at) WHERE (state = 'done'::text)
CREATE INDEX jobs_leased ON public.jobs USING btree (lane, lease_until) WHERE (state = 'running'::text)
CREATE INDEX jobs_pending ON public.jobs USING btree (run_at, id) WHERE (state = 'pending'::text)
CREATE INDEX jobs_running_key ON public.jobs USING btree (key) WHERE ((state = 'running'::text) AND (key IS NOT NULL))
CREATE INDEX jobs_set_aside ON public.jobs USING btree (id) WHERE (state = 'set_aside'::text)
CREATE INDEX memberships_by_person ON public.memberships USING btree (person_id)
CREATE INDEX outbound_mails_by_case ON public.outbound_mails USING btree (case_id, id) WHERE (case_id IS NOT NULL)
CREATE INDEX outbound_mails_by_state ON public.outbound_mails USING btree (state, id)
CREATE INDEX outbox_relayed ON public.outbox USING btree (relayed_at) WHERE (relayed_at IS NOT NULL)
CREATE INDEX outbox_unrelayed ON public.outbox USING btree (id) WHERE (relayed_at IS NULL)
CREATE INDEX persons_by_redirect ON public.persons USING btree (redirect_to) WHERE (redirect_to IS NOT NULL)
CREATE INDEX persons_by_sort_name ON public.persons USING btree (sort_name, id) WHERE (redirect_to IS NULL)
CREATE INDEX portal_forms_by_time ON public.portal_forms USING btree (taken_at)
CREATE INDEX portal_links_by_expiry ON public.portal_links USING btree (expires_at, id)
CREATE INDEX promises_by_place ON public.promises USING btree (place, id)
CREATE INDEX reply_files_by_writer ON public.reply_files USING btree (case_id, staff_id, id)
CREATE INDEX reply_templates_by_intent ON public.reply_templates USING btree (intent, language, id)
CREATE INDEX responses_by_case ON public.responses USING btree (case_id)
CREATE INDEX responses_by_person ON public.responses USING btree (person_id, started_at, id)
CREATE INDEX responses_by_survey ON public.responses USING btree (survey_id, started_at, id)
CREATE INDEX responses_by_time ON public.responses USING btree (started_at, id)
CREATE INDEX responses_untold ON public.responses USING btree (saved_at) WHERE (told_at IS NULL)
CREATE INDEX sessions_by_expiry ON public.sessions USING btree (expires_at, id)
CREATE INDEX sessions_by_staff ON public.sessions USING btree (staff_id, id)
CREATE INDEX sign_in_attempts_by_age ON public.sign_in_attempts USING btree (last_failed_at)
CREATE INDEX source_records_by_account ON public.source_records USING btree (account_id) WHERE (account_id IS NOT NULL)
CREATE INDEX source_records_by_person ON public.source_records USING btree (person_id) WHERE (person_id IS NOT NULL)
CREATE INDEX staff_by_name ON public.staff USING btree (name, id)
CREATE INDEX survey_rules_by_survey ON public.survey_rules USING btree (survey_id)
CREATE INDEX surveys_by_name ON public.surveys USING btree (name, id)
CREATE INDEX team_members_by_staff ON public.team_members USING btree (staff_id, team_id)
CREATE UNIQUE INDEX accounts_pkey ON public.accounts USING btree (id)
CREATE UNIQUE INDEX acknowledgements_pkey ON public.acknowledgements USING btree (case_id, recipient)
CREATE UNIQUE INDEX answers_pkey ON public.answers USING btree (response_id, question_key)
CREATE UNIQUE INDEX api_keys_key_hash_key ON public.api_keys USING btree (key_hash)
CREATE UNIQUE INDEX api_keys_pkey ON public.api_keys USING btree (id)
CREATE UNIQUE INDEX attachments_by_interaction ON public.attachments USING btree (interaction_id, place)
CREATE UNIQUE INDEX attachments_pkey ON public.attachments USING btree (id)
CREATE UNIQUE INDEX audit_entries_pkey ON public.audit_entries USING btree (id)
CREATE UNIQUE INDEX audit_seals_audit_id_key ON public.audit_seals USING btree (audit_id)
CREATE UNIQUE INDEX audit_seals_pkey ON public.audit_seals USING btree (id)
CREATE UNIQUE INDEX calendar_versions_pkey ON public.calendar_versions USING btree (calendar_id, version)
CREATE UNIQUE INDEX calendars_name_key ON public.calendars USING btree (name)
CREATE UNIQUE INDEX calendars_pkey ON public.calendars USING btree (id)
CREATE UNIQUE INDEX callbacks_case_id_key1 ON public.callbacks USING btree (case_id)
CREATE UNIQUE INDEX callbacks_pkey1 ON public.callbacks USING btree (id)
CREATE UNIQUE INDEX callbacks_response_id_key1 ON public.callbacks USING btree (response_id)
CREATE UNIQUE INDEX case_batch_items_pkey ON public.case_batch_items USING btree (batch_id, case_id)
CREATE UNIQUE INDEX case_batches_by_reversal ON public.case_batches USING btree (reverses) WHERE (reverses IS NOT NULL)
CREATE UNIQUE INDEX case_batches_pkey ON public.case_batches USING btree (id)
CREATE UNIQUE INDEX case_clocks_pkey ON public.case_clocks USING btree (id)
CREATE UNIQUE INDEX case_history_pkey ON public.case_history USING btree (id)
CREATE UNIQUE INDEX case_participants_pkey ON public.case_participants USING btree (case_id, address)
CREATE UNIQUE INDEX case_types_pkey ON public.case_types USING btree (key)
CREATE UNIQUE INDEX cases_pkey ON public.cases USING btree (id)
CREATE UNIQUE INDEX clock_segments_pkey ON public.clock_segments USING btree (clock_id, place)
CREATE UNIQUE INDEX contact_points_by_normal ON public.contact_points USING btree (kind, normal, person_id)
CREATE UNIQUE INDEX contact_points_pkey ON public.contact_points USING btree (id)
CREATE UNIQUE INDEX drafts_pkey ON public.drafts USING btree (case_id, mode, staff_id)
CREATE UNIQUE INDEX health_checks_pkey ON public.health_checks USING btree (id)
CREATE UNIQUE INDEX idempotency_keys_pkey ON public.idempotency_keys USING btree (actor, key)
CREATE UNIQUE INDEX import_refusals_pkey ON public.import_refusals USING btree (id)
CREATE UNIQUE INDEX imports_pkey ON public.imports USING btree (id)
CREATE UNIQUE INDEX inbound_mails_by_content ON public.inbound_mails USING btree (content_key) WHERE (is_duplicate = 0)
CREATE UNIQUE INDEX inbound_mails_by_uid ON public.inbound_mails USING btree (mailbox_id, uid_validity, uid) WHERE (uid IS NOT NULL)
CREATE UNIQUE INDEX inbound_mails_pkey ON public.inbound_mails USING btree (id)
CREATE UNIQUE INDEX inbox_views_pkey ON public.inbox_views USING btree (id)
CREATE UNIQUE INDEX indicator_definitions_key_version_key ON public.indicator_definitions USING btree (key, version)
CREATE UNIQUE INDEX indicator_definitions_pkey ON public.indicator_definitions USING btree (id)
CREATE UNIQUE INDEX installation_pkey ON public.installation USING btree (id)
CREATE UNIQUE INDEX interactions_by_external ON public.interactions USING btree (external_key) WHERE (external_key IS NOT NULL)
CREATE UNIQUE INDEX interactions_pkey ON public.interactions USING btree (id)
CREATE UNIQUE INDEX invitation_turns_pkey ON public.invitation_turns USING btree (person_id)
CREATE UNIQUE INDEX invitations_by_rule ON public.invitations USING btree (rule_id, case_id)
CREATE UNIQUE INDEX invitations_pkey ON public.invitations USING btree (id)
CREATE UNIQUE INDEX invitations_token_hash_key ON public.invitations USING btree (token_hash)
CREATE UNIQUE INDEX jobs_pending_key ON public.jobs USING btree (key) WHERE ((state = 'pending'::text) AND (key IS NOT NULL))
CREATE UNIQUE INDEX jobs_pkey ON public.jobs USING btree (id)
CREATE UNIQUE INDEX mailboxes_address_key ON public.mailboxes USING btree (address)
CREATE UNIQUE INDEX mailboxes_pkey ON public.mailboxes USING btree (id)
CREATE UNIQUE INDEX memberships_by_account ON public.memberships USING btree (account_id, person_id)
CREATE UNIQUE INDEX memberships_pkey ON public.memberships USING btree (id)
CREATE UNIQUE INDEX outbound_mails_interaction_id_key ON public.outbound_mails USING btree (interaction_id)
CREATE UNIQUE INDEX outbound_mails_message_id_key ON public.outbound_mails USING btree (message_id)
CREATE UNIQUE INDEX outbound_mails_pkey ON public.outbound_mails USING btree (id)
CREATE UNIQUE INDEX outbox_pkey ON public.outbox USING btree (id)
CREATE UNIQUE INDEX person_terms_pkey ON public.person_terms USING btree (term, person_id)
CREATE UNIQUE INDEX persons_pkey ON public.persons USING btree (id)
CREATE UNIQUE INDEX portal_forms_pkey ON public.portal_forms USING btree (hash)
CREATE UNIQUE INDEX portal_links_pkey ON public.portal_links USING btree (id)
CREATE UNIQUE INDEX portal_links_token_hash_key ON public.portal_links USING btree (token_hash)
CREATE UNIQUE INDEX promises_pkey ON public.promises USING btree (id)
CREATE UNIQUE INDEX recovery_codes_pkey ON public.recovery_codes USING btree (staff_id, code_hash)
CREATE UNIQUE INDEX reply_files_pkey ON public.reply_files USING btree (id)
CREATE UNIQUE INDEX reply_templates_by_name ON public.reply_templates USING btree (language, name)
CREATE UNIQUE INDEX reply_templates_pkey ON public.reply_templates USING btree (id)
CREATE UNIQUE INDEX responses_invitation_id_key ON public.responses USING btree (invitation_id)
CREATE UNIQUE INDEX responses_pkey ON public.responses USING btree (id)
CREATE UNIQUE INDEX schema_migrations_pkey ON public.schema_migrations USING btree (name)
CREATE UNIQUE INDEX sessions_pkey ON public.sessions USING btree (id)
CREATE UNIQUE INDEX sessions_token_hash_key ON public.sessions USING btree (token_hash)
CREATE UNIQUE INDEX sign_in_attempts_pkey ON public.sign_in_attempts USING btree (subject)
CREATE UNIQUE INDEX source_records_by_external ON public.source_records USING btree (source_id, external_id)
CREATE UNIQUE INDEX source_records_pkey ON public.source_records USING btree (id)
CREATE UNIQUE INDEX sources_key_key ON public.sources USING btree (key)
CREATE UNIQUE INDEX sources_pkey ON public.sources USING btree (id)
CREATE UNIQUE INDEX staff_email_key ON public.staff USING btree (email)
CREATE UNIQUE INDEX staff_pkey ON public.staff USING btree (id)
CREATE UNIQUE INDEX survey_rules_pkey ON public.survey_rules USING btree (id)
CREATE UNIQUE INDEX survey_versions_pkey ON public.survey_versions USING btree (id)
CREATE UNIQUE INDEX survey_versions_survey_id_number_key ON public.survey_versions USING btree (survey_id, number)
CREATE UNIQUE INDEX surveys_pkey ON public.surveys USING btree (id)
CREATE UNIQUE INDEX team_members_pkey ON public.team_members USING btree (team_id, staff_id)
CREATE UNIQUE INDEX teams_name_key ON public.teams USING btree (name)
CREATE UNIQUE INDEX teams_pkey ON public.teams USING btree (id)
