-- owner: surveys
-- The invitations of a survey that were due in a window: what its results count.
create index invitations_by_due on invitations (survey_id, due_at);
