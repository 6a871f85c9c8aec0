-- owner: access
-- Sign-ins that last. Kept a while after their end, for the person to see.
create table sessions (
    -- Shown as sess_…; names the session, opens nothing.
    id bigint primary key,
    -- Who signed in.
    staff_id bigint not null references staff (id),
    -- SHA-256 of the token in the cookie.
    token_hash bytes not null unique,
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Last use, to five minutes; microseconds since 1970, UTC.
    last_seen_at bigint not null,
    -- Ends then whatever happens; microseconds since 1970, UTC.
    expires_at bigint not null,
    -- When it was ended; microseconds since 1970, UTC. Null: not ended by anyone.
    ended_at bigint,
    -- Why it was ended. Null while it is not.
    ended_because text check (ended_because in ('signed_out', 'revoked', 'credential_changed', 'role_changed', 'deactivated')),
    -- What the browser says it is, cut to 200 characters.
    user_agent text not null default '',
    -- Network it was opened from (/24 or /48): enough to recognise it, no more.
    client_address text not null default ''
);
create index sessions_by_staff on sessions (staff_id, id);
create index sessions_by_expiry on sessions (expires_at, id);
-- Failed sign-ins by what they were tried on, for the lock-out.
create table sign_in_attempts (
    -- account:<hash>, pair:<hash> or origin:<hash> of what was tried; no address is stored.
    subject text primary key,
    -- Failures since the last success.
    failures bigint not null,
    -- Microseconds since 1970, UTC.
    last_failed_at bigint not null,
    -- No try is heard before then; microseconds since 1970, UTC.
    locked_until bigint not null
);
create index sign_in_attempts_by_age on sign_in_attempts (last_failed_at);
