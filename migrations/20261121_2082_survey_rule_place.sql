-- owner: surveys
-- Its place in the order in which rules are looked through, lowest first; those of one place oldest first.
alter table survey_rules add column place bigint not null default 0;
