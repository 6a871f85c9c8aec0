-- owner: cases
-- One act on all the cases that a view held when it was asked for.
create table case_batches (
    -- Shown as batch_…
    id bigint primary key,
    -- Who asked for it, and whose permissions it has while it goes on.
    staff_id bigint not null,
    -- What is done with each: cases::batch::Act; JSON.
    act text not null,
    -- The batch that this one takes back. Null: it takes nothing back.
    reverses bigint references case_batches (id),
    -- How many cases it holds.
    total bigint not null,
    -- When it was asked for; microseconds since 1970, UTC.
    created_at bigint not null,
    -- When all was done, or it was stopped. Null: it goes on.
    ended_at bigint
);
create unique index case_batches_by_reversal on case_batches (reverses) where reverses is not null;
-- The cases of a batch, and what became of each.
create table case_batch_items (
    -- The batch.
    batch_id bigint not null references case_batches (id),
    -- The case.
    case_id bigint not null,
    -- done, refused. Null: not yet.
    outcome text check (outcome in ('done', 'refused')),
    -- Why it was refused: the code of the problem. Null: it was not.
    problem text,
    -- What taking it back sets again: cases::batch::Before; JSON. Null: it was not done.
    before text,
    -- The version of the case after it. Null: it was not done.
    version_after bigint,
    primary key (batch_id, case_id)
);
create index case_batch_items_left on case_batch_items (batch_id, case_id) where outcome is null;
create index case_batch_items_refused on case_batch_items (batch_id, case_id) where outcome = 'refused';
