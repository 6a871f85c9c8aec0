-- owner: programme
-- Call-backs that were asked for on a case's page follow from no answer: the table is made anew with that allowed.
alter table callbacks rename to callbacks_before;
-- A call-back owed to a customer because of what they answered or asked for. Its deadline is that of its case.
create table callbacks (
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
insert into callbacks (id, response_id, case_id, origin_case_id, person_id, reason, nps, state, outcome, opened_at, closed_at,
  closed_by, version)
select id, response_id, case_id, origin_case_id, person_id, reason, nps, state, outcome, opened_at, closed_at, closed_by, version
from callbacks_before;
drop table callbacks_before;
create index callbacks_by_state on callbacks (state, id);
create index callbacks_by_person on callbacks (person_id, id);
create index callbacks_by_origin on callbacks (origin_case_id, id);
