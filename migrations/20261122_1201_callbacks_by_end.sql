-- owner: programme
-- Call-backs that are done, the last one first: a page of them reads a page, not all that ever were. Those that are
-- owed have no end; they are found here too.
create index callbacks_by_end on callbacks (state, closed_at, id);
drop index callbacks_by_state;
-- The same of one person.
drop index callbacks_by_person;
create index callbacks_by_person on callbacks (person_id, state, closed_at, id);
