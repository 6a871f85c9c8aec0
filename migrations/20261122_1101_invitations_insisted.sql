-- owner: surveys
-- 1: whoever asked for it by hand asks although the quiet days or an open complaint speak against it.
alter table invitations add column insists bigint not null default 0 check (insists in (0, 1));
