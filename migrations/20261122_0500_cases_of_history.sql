-- owner: cases
-- Cases that archives tell of: when some of them came in, nobody knows.

-- Whether it is known when it came in. What is not counts in the figures of no period; opened_at is then when it was
-- written down.
alter table cases add column is_dated bigint not null default 1 check (is_dated in (0, 1));
