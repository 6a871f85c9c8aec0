-- owner: access
-- The one installation this store is of: what the first run asks for.
create table installation (
    -- Always 1.
    id bigint primary key check (id = 1),
    -- Who the customers deal with, as they read it. Null: not yet said.
    company_name text,
    -- Country whose holidays and phone numbers are meant, ISO 3166-1 alpha-2.
    market_country text not null,
    -- IANA name of the zone people here live in.
    time_zone text not null,
    -- Languages customers are written to, the first by default; JSON array of codes.
    languages text not null,
    -- Steps of the first run that are done; JSON array of names.
    steps_done text not null,
    -- SHA-256 of the one-time code that lets the first admin be made. Null: none is out.
    setup_code_hash bytes,
    -- Rises with each edit.
    version bigint not null default 1
);
insert into installation (id, market_country, time_zone, languages, steps_done)
values (1, 'FR', 'Europe/Paris', '["fr","en"]', '[]');
