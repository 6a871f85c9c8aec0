-- owner: access
-- Who changed what, when. Rows are only ever added.
create table audit_entries (
    -- Shown as audit_…; rises with time.
    id bigint primary key,
    -- Instant of the change; microseconds since 1970, UTC.
    at bigint not null,
    -- Who, by label: staff_…, key_…, person_…, system:….
    actor text not null,
    -- What, in the past tense: staff_created.
    action text not null,
    -- On what: the id of the thing as text.
    subject text not null,
    -- What more the reader needs, never a secret; JSON.
    details text not null
);
create index audit_entries_by_actor on audit_entries (actor, id);
create index audit_entries_by_subject on audit_entries (subject, id);
create index audit_entries_by_action on audit_entries (action, id);
-- A chain of hashes over the audit log, so that a row changed or taken out afterwards is found.
create table audit_seals (
    -- Place in the chain, from 1 without gaps.
    id bigint primary key,
    -- The sealed entry.
    audit_id bigint not null unique,
    -- SHA-256 over the previous seal and the entry.
    seal bytes not null
);
