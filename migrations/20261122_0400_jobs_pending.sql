-- owner: jobs
-- The list of what is to come, in the order in which it comes.
create index jobs_pending on jobs (run_at, id) where state = 'pending';
