-- owner: mailroom
-- Files somebody adds to an answer they are writing: they wait with the draft, and go along when it is sent.
create table reply_files (
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
create index reply_files_by_writer on reply_files (case_id, staff_id, id);
