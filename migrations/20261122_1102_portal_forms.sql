-- owner: portal
-- Forms that were taken, so that one sent twice by a double click is taken once. Forgotten after two days.
create table portal_forms (
  -- SHA-256 of the form's address, its proof, and all that was typed and attached.
  hash bytes not null primary key,
  -- The case that it became, or was about. Null: it is being taken.
  case_id bigint,
  -- Microseconds since 1970, UTC.
  taken_at bigint not null
);
create index portal_forms_by_time on portal_forms (taken_at);
