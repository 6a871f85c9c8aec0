-- owner: portal
-- Links by which a customer follows a case without a password.
create table portal_links (
    -- Shown as link_…; names the link, opens nothing.
    id bigint primary key,
    -- SHA-256 of the token in the link.
    token_hash bytes not null unique,
    -- The case it shows.
    case_id bigint not null,
    -- Whose case it was when the link was sent; shown to nobody else if the case changes hands.
    person_id bigint not null,
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Opens nothing from then on; microseconds since 1970, UTC.
    expires_at bigint not null,
    -- First opened then; microseconds since 1970, UTC. Null: not yet.
    opened_at bigint
);
create index portal_links_by_expiry on portal_links (expires_at, id);
