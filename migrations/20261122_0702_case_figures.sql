-- owner: cases
-- How many cases of each team are in a state: counted without reading the cases.
create index cases_by_state_team on cases (state, team_id);
-- Cases by when they were opened: new ones of a period, and those a promise is tried on.
create index cases_by_opened on cases (opened_at, id);
-- Cases by when they were closed: those that were still open when a past period ended.
create index cases_by_closed on cases (state, closed_at);
-- Deadlines missed in a period.
create index case_clocks_by_miss on case_clocks (missed_at) where missed_at is not null;
-- Promises decided in a period, when it was known, with the record behind each.
create index case_clocks_by_decision on case_clocks (coalesce(missed_at, ended_at), id)
    where outcome in ('kept', 'missed', 'late');
