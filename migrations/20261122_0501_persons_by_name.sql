-- owner: customers
-- What lists of persons are ordered by: the folded family name, then the given name; where there is none, what they are
-- shown as. Of those known before, letters without their accents follow when they next change.
alter table persons add column sort_name text not null default '';
update persons
  set sort_name = lower(case when last_name is null then display_name else last_name || ' ' || coalesce(first_name, '') end);
create index persons_by_sort_name on persons (sort_name, id) where redirect_to is null;
