-- owner: cases
-- Its place among the topics that people choose from, lowest first; those of one place by key.
alter table case_types add column place bigint not null default 50;
-- 1: customers may choose it on the contact page.
alter table case_types add column is_public bigint not null default 1 check (is_public in (0, 1));
-- Team that new cases of it go to when nothing else says so. Null: none.
alter table case_types add column team_id bigint;
update case_types set place = 10 where key = 'question';
update case_types set place = 20 where key = 'request';
update case_types set place = 90 where key = 'complaint';
update case_types set place = 100, is_public = 0 where key = 'callback';
