-- owner: mailroom
-- Every mail that leaves: one per outbound interaction.
create table outbound_mails (
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
create index outbound_mails_by_state on outbound_mails (state, id);
create index outbound_mails_by_case on outbound_mails (case_id, id) where case_id is not null;

-- Automatic answers "we have it": at most one per person per case, few per address per day.
create table acknowledgements (
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
create index acknowledgements_by_recipient on acknowledgements (recipient, at);
