-- owner: mailroom
-- Every mail that came in, with what became of it: exactly one outcome each. The days' accounts are counted here.
create table inbound_mails (
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
create unique index inbound_mails_by_uid on inbound_mails (mailbox_id, uid_validity, uid)
  where uid is not null;
create unique index inbound_mails_by_content on inbound_mails (content_key) where is_duplicate = 0;
create index inbound_mails_by_day on inbound_mails (received_on, outcome);
create index inbound_mails_by_outcome on inbound_mails (outcome, id);
create index inbound_mails_by_mailbox on inbound_mails (mailbox_id, id);
create index inbound_mails_by_interaction on inbound_mails (interaction_id) where interaction_id is not null;
