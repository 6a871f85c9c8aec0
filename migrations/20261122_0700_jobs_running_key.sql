-- owner: jobs
-- Whether a job of a key runs just now: asked at the end of every periodic job, beside the day's done ones.
create index jobs_running_key on jobs (key) where state = 'running' and key is not null;
