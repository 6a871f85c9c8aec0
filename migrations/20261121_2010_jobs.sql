-- owner: jobs
-- Work to do, written in the transaction that made it necessary; timers are jobs with a later run_at.
create table jobs (
    -- Rises with time.
    id bigint primary key,
    -- Which handler takes it, imperative: mark_overdue; or event:<handler> for a fact to hand on.
    name text not null,
    -- Which budget it runs in, so that one heavy kind never starves another.
    lane text not null check (lane in ('timers', 'events', 'mail', 'other')),
    -- The job itself, JSON.
    payload text not null,
    -- At most one pending job has this key: setting a timer again replaces it. Null: no key.
    key text,
    -- Not before this instant. Microseconds since 1970, UTC.
    run_at bigint not null,
    -- How often it was started.
    tries bigint not null,
    -- After so many starts it is set aside instead of tried again.
    tries_max bigint not null,
    -- pending: waits for run_at; running: leased; done; set_aside: failed too often, waits for an admin.
    state text not null check (state in ('pending', 'running', 'done', 'set_aside')),
    -- While running: until when it is this worker's. After it, another may take it over. Microseconds since 1970, UTC.
    lease_until bigint,
    -- Counts the leases: a worker that lost its lease cannot end the job any more (fencing).
    lease_token bigint not null,
    -- What the last try failed with, at most 2,000 characters.
    last_error text,
    -- When it was enqueued. Microseconds since 1970, UTC.
    created_at bigint not null,
    -- When it was done or set aside. Microseconds since 1970, UTC.
    finished_at bigint
);
create unique index jobs_pending_key on jobs (key) where state = 'pending' and key is not null;
create index jobs_due on jobs (lane, run_at, id) where state = 'pending';
create index jobs_leased on jobs (lane, lease_until) where state = 'running';
create index jobs_set_aside on jobs (id) where state = 'set_aside';
create index jobs_finished on jobs (finished_at) where state = 'done';
