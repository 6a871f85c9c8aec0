-- owner: interactions
-- The few words whose sender nobody has decided about yet: the view of the cases that hold them, and its count.
create index interactions_unverified on interactions (case_id) where state = 'unverified';
