-- owner: cases
-- Something a customer expects an outcome for.
create table cases (
    -- Shown as case_…
    id bigint primary key,
    -- What it is about: a key of case_types.
    type_key text not null,
    -- Channel it came by.
    channel text not null check (channel in ('mail', 'phone', 'web_form', 'chat', 'survey', 'portal')),
    -- How urgent.
    priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
    -- Country or brand. Null: the only one.
    market text,
    -- Language the customer is answered in.
    language text not null,
    -- In a line.
    subject text not null,
    -- The subject in kernel::fold form, for finding.
    subject_folded text not null,
    -- open: ours to do; waiting: for waiting_cause; closed.
    state text not null check (state in ('open', 'waiting', 'closed')),
    -- Whom it waits for. Null: it does not wait.
    waiting_cause text check (waiting_cause in ('customer', 'supplier', 'internal')),
    -- When the waiting ends by itself. Null: only by hand or by the customer's words.
    waiting_until bigint,
    -- Team it is with. Null: none yet, seen by all.
    team_id bigint,
    -- Who does it. Null: nobody yet.
    owner_id bigint,
    -- Customer it is for. Null: not recognised yet.
    person_id bigint,
    -- Account the customer acts for. Null: for themselves.
    account_id bigint,
    -- Who opened it, by label.
    opened_by text not null,
    -- When the customer's request came in; microseconds since 1970, UTC.
    opened_at bigint not null,
    -- First answer. Null: none yet.
    first_answered_at bigint,
    -- Last answer. Null: none yet.
    last_answered_at bigint,
    -- When the oldest unanswered words of the customer came. Null: nothing is unanswered.
    unanswered_since bigint,
    -- When the customer last wrote or called; when the case was opened, if never on it.
    received_at bigint not null,
    -- The customer's last words. Null: none on this case.
    last_inbound_id bigint,
    -- How many answers were given.
    answer_count bigint not null,
    -- When it was closed last. Null: not closed.
    closed_at bigint,
    -- How often it was opened again.
    reopened_count bigint not null,
    -- Promise that holds. Null: none fits.
    promise_id bigint,
    -- Earliest due instant of its live clocks; 9223372036854775807: none, so that it sorts last.
    due_key bigint not null,
    -- Metric that is due then. Null: none.
    due_metric text,
    -- Last change.
    updated_at bigint not null,
    -- Rises with each change.
    version bigint not null
);
-- The inbox: each view is a state in an order.
create index cases_by_state_due on cases (state, due_key, id);
create index cases_by_state_received on cases (state, received_at, id);
create index cases_by_state_updated on cases (state, updated_at, id);
-- One's own, a team's own, and what is overdue whatever the state.
create index cases_by_owner on cases (owner_id, state, due_key, id);
create index cases_by_team on cases (team_id, state, due_key, id);
create index cases_by_due on cases (due_key, id);
create index cases_by_updated on cases (updated_at, id);
create index cases_by_received on cases (received_at, id);
-- A customer's cases.
create index cases_by_person on cases (person_id, opened_at, id);
create index cases_by_account on cases (account_id, opened_at, id);
-- Who takes part beside staff: whose mail may be added, who is answered.
create table case_participants (
    -- The case.
    case_id bigint not null references cases (id),
    -- Address as compared: e-mail in lower case or phone in E.164.
    address text not null,
    -- Person it belongs to. Null: unknown.
    person_id bigint,
    -- customer: answered; copied: in copy; third_party: asked beside the customer.
    role text not null check (role in ('customer', 'copied', 'third_party')),
    -- Microseconds since 1970, UTC.
    added_at bigint not null,
    primary key (case_id, address)
);
-- Who did what when, and what it was before.
create table case_history (
    -- Shown as hist_…
    id bigint primary key,
    -- The case.
    case_id bigint not null references cases (id),
    -- When; microseconds since 1970, UTC.
    at bigint not null,
    -- Who, by label.
    actor text not null,
    -- What: opened, received, answered, answer_retracted, noted, assigned, changed, waiting, resumed, closed, reopened, promised, deadline_met, deadline_missed.
    kind text not null,
    -- What changed, from what to what, and what undoing needs; JSON.
    detail text not null
);
create index case_history_by_case on case_history (case_id, id);
-- One promise being counted on one case.
create table case_clocks (
    -- Shown as clock_…
    id bigint primary key,
    -- The case.
    case_id bigint not null references cases (id),
    -- What is promised.
    metric text not null check (metric in ('first_reply', 'next_reply', 'resolution')),
    -- Promise it is counted by, the present one.
    promise_id bigint not null references promises (id),
    -- Version of that promise.
    promise_version bigint not null,
    -- Started; microseconds since 1970, UTC.
    started_at bigint not null,
    -- When the target is reached as things stand. Null: paused, or the calendar never opens again.
    due_at bigint,
    -- Met or cancelled then. Null: live.
    ended_at bigint,
    -- running, paused, late (live); kept, missed, cancelled (ended).
    outcome text not null check (outcome in ('running', 'paused', 'late', 'kept', 'missed', 'cancelled')),
    -- Due instant for which deadline_missed was written. Null: not missed.
    missed_at bigint,
    -- Counted until it ended, in microseconds. Null: live.
    counted_micros bigint,
    -- Rises with each change.
    version bigint not null
);
create index case_clocks_by_case on case_clocks (case_id, id);
create index case_clocks_by_end on case_clocks (metric, ended_at, id);
create index case_clocks_by_promise on case_clocks (promise_id, id) where ended_at is null;
-- The phases of each clock, without a gap: enough to count it again exactly.
create table clock_segments (
    -- The clock.
    clock_id bigint not null references case_clocks (id),
    -- From 0 on.
    place bigint not null,
    -- First moment; microseconds since 1970, UTC.
    from_at bigint not null,
    -- Moment after the last. Null: it lasts.
    to_at bigint,
    -- Whom the case waited for. Null: nobody.
    waiting_cause text,
    -- Target; calendar::Target as JSON.
    target text not null,
    -- Calendar it was counted on.
    calendar_id bigint not null,
    -- Version of that calendar.
    calendar_version bigint not null,
    -- Promise it was counted by.
    promise_id bigint not null,
    -- Version of that promise.
    promise_version bigint not null,
    primary key (clock_id, place)
);
