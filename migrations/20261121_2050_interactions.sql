-- owner: interactions
-- One contact with a customer, in either direction, on any channel: the timeline.
create table interactions (
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
create index interactions_by_person on interactions (person_id, at, id) where person_id is not null;
create index interactions_by_person_year on interactions (person_id, at_year, channel) where person_id is not null;
create index interactions_by_account on interactions (account_id, at, id) where account_id is not null;
create index interactions_by_case on interactions (case_id, at, id) where case_id is not null;
create index interactions_by_message on interactions (message_id) where message_id is not null;
create index interactions_by_state on interactions (state, at, id)
  where state in ('unverified', 'queued', 'held', 'sending', 'failed', 'unknown');
create unique index interactions_by_external on interactions (external_key) where external_key is not null;

-- A file that came or went with an interaction. The content stands in the blob store under its digest.
create table attachments (
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
create unique index attachments_by_interaction on attachments (interaction_id, place);
create index attachments_by_content on attachments (interaction_id, content_id) where content_id is not null;
