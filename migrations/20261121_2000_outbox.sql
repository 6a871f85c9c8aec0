-- owner: db
-- Facts written with the change that made them true, waiting to be relayed to handlers and live screens.
create table outbox (
    -- Rises with time; resuming readers give the last one they saw.
    id bigint primary key,
    -- The fact's name, snake case, past tense.
    name text not null,
    -- The id of what it is about, as shown.
    subject text not null,
    -- The fact, JSON.
    payload text not null,
    -- When it became true. Microseconds since 1970, UTC.
    at bigint not null,
    -- When every handler had it. Null: not yet.
    relayed_at bigint
);
create index outbox_unrelayed on outbox (id) where relayed_at is null;
create index outbox_relayed on outbox (relayed_at) where relayed_at is not null;
