-- owner: mailroom
-- An address customers write to: where its mail is taken from, and how answers leave.
create table mailboxes (
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
  sealed_secrets bytes,
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
