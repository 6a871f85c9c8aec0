-- owner: api
-- What was answered to a request under its Idempotency-Key, so that a retry gets the same answer. Kept 7 days.
create table idempotency_keys (
    -- Who asked, as their label: staff_0J5…, key_0J5…. Keys of two callers never meet.
    actor text not null,
    -- The header as sent, without quotes; at most 255 characters.
    key text not null,
    -- SHA-256 of method, path and body: the same key with another request is refused.
    request_hash bytes not null,
    -- The answer's HTTP status. Null while the request runs.
    status bigint,
    -- The answer's Location header, if it had one.
    location text,
    -- The version in the answer's ETag, if it had one.
    version bigint,
    -- The answer's body, JSON. Null while the request runs.
    body text,
    -- When the key was taken. Microseconds since 1970, UTC.
    created_at bigint not null,
    primary key (actor, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
