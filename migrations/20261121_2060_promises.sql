-- owner: cases
-- Business calendars: which hours are worked.
create table calendars (
    -- Shown as cal_…
    id bigint primary key,
    -- As staff read it.
    name text not null unique,
    -- 1: what a promise gets that names no other.
    is_default bigint not null check (is_default in (0, 1)),
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Rises with each edit; names the row of calendar_versions that holds.
    version bigint not null
);
-- What each calendar said at each of its versions: clocks are counted again by what held then.
create table calendar_versions (
    -- The calendar.
    calendar_id bigint not null references calendars (id),
    -- Its version.
    version bigint not null,
    -- calendar::Definition; JSON.
    definition text not null,
    -- Since when it held; microseconds since 1970, UTC.
    created_at bigint not null,
    primary key (calendar_id, version)
);
-- Service levels. The first active one in order that fits a case holds for it.
create table promises (
    -- Shown as prom_…
    id bigint primary key,
    -- As staff read it.
    name text not null,
    -- Its place in the order, lowest first.
    place bigint not null,
    -- Type of case it is for. Null: any.
    type_key text,
    -- Channel it is for. Null: any.
    channel text,
    -- Priority it is for. Null: any.
    priority text,
    -- Market it is for. Null: any.
    market text,
    -- Target per metric: {"first_reply": {"seconds": …, "counting": …, "pauses": […]}, …}; JSON.
    targets text not null,
    -- Calendar it is counted on.
    calendar_id bigint not null references calendars (id),
    -- 1: told to customers; 0: internal.
    is_published bigint not null check (is_published in (0, 1)),
    -- 0: retired; kept for the clocks that were counted by it.
    is_active bigint not null check (is_active in (0, 1)),
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Rises with each edit; clocks keep the one they were counted by.
    version bigint not null
);
create index promises_by_place on promises (place, id);
-- What customers' requests are about.
create table case_types (
    -- Stable name in rules and reports: lower case, no spaces.
    key text primary key,
    -- As read in French.
    name_fr text not null,
    -- As read in English.
    name_en text not null,
    -- 1: a complaint in the sense of ISO 10002.
    is_complaint bigint not null check (is_complaint in (0, 1)),
    -- 0: not offered for new cases.
    is_active bigint not null check (is_active in (0, 1)),
    -- Rises with each edit.
    version bigint not null
);
insert into case_types (key, name_fr, name_en, is_complaint, is_active, version) values
    ('question', 'Question', 'Question', 0, 1, 1),
    ('request', 'Demande', 'Request', 0, 1, 1),
    ('complaint', 'Réclamation', 'Complaint', 1, 1, 1),
    ('callback', 'Rappel', 'Call-back', 0, 1, 1);
