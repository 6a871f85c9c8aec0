-- owner: cases
-- Until when an open case is put aside: it leaves the views of what is to be done, and its clocks go on. Null: it is
-- not. Microseconds since 1970, UTC.
alter table cases add column snoozed_until bigint;
create index cases_by_snooze on cases (snoozed_until, id) where snoozed_until is not null;
