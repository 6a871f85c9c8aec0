-- owner: customers
-- One file of customers on its way in: preview, dry run, run.
create table imports (
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

-- A row or a value of an import that was not taken in, and why.
create table import_refusals (
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
create index import_refusals_by_import on import_refusals (import_id, id);
