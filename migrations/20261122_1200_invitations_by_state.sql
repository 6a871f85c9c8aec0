-- owner: surveys
-- How many invitations of a survey are in each state, counted without reading one; and those of one state, latest first.
create index invitations_by_survey_state on invitations (survey_id, state, id);
-- The invitations of one state whatever the survey: the few that wait among all that ever were.
create index invitations_by_state on invitations (state, id);
-- The links that come to their end, by state too, so that they are looked for here and not among all of a state.
drop index invitations_open;
create index invitations_open on invitations (state, expires_at) where state in ('sent', 'partial');
