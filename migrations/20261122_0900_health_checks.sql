-- owner: api
-- When the store was last asked whether it can be written: one row, so that asking leaves nothing behind.
create table health_checks (
    -- Always 1.
    id bigint primary key check (id = 1),
    -- The last time it could. Microseconds since 1970, UTC.
    at bigint not null
);
insert into health_checks (id, at) values (1, 0);
