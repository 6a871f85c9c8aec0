-- owner: access
-- Keys that programs sign in with.
create table api_keys (
    -- Shown as key_…; names the key, opens nothing.
    id bigint primary key,
    -- What it is for, as staff read it.
    name text not null,
    -- SHA-256 of the key.
    key_hash bytes not null unique,
    -- Its last four characters, to tell keys apart.
    hint text not null,
    -- Permissions it carries: a JSON array of codes (kernel::Permission).
    scopes text not null,
    -- Who made it.
    created_by text not null,
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Good until then; microseconds since 1970, UTC. Null: until revoked.
    expires_at bigint,
    -- Last use, to five minutes; microseconds since 1970, UTC. Null: never used.
    last_used_at bigint,
    -- When it was revoked; microseconds since 1970, UTC. Null: not revoked.
    revoked_at bigint,
    -- Rises with each edit.
    version bigint not null default 1
);
