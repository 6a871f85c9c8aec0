-- owner: indicators
-- What each indicator measures. One row per version; the highest version of a key is in force. Never edited.
create table indicator_definitions (
  -- Names this version of the definition.
  id bigint primary key,
  -- Which indicator.
  key text not null,
  -- 1, 2, 3… within the key.
  version bigint not null,
  -- Which function computes it.
  method text not null check (method in (
    'nps_adjusted_wald', 'top_box_wilson', 'mean_student', 'median', 'p90', 'share_wilson', 'count')),
  -- What it is computed on.
  basis text not null check (basis in (
    'nps_answers', 'csat_answers', 'ces_answers', 'first_reply_clocks', 'resolution_clocks', 'all_clocks',
    'invitations', 'open_cases', 'new_cases')),
  -- Half width up to which the interval can carry a conclusion, in the unit; for times as a share of the figure.
  useful_half_width double precision not null,
  -- What is left out, as stable codes, a JSON list.
  exclusions text not null,
  -- Since when it is in force; microseconds since 1970, UTC.
  since bigint not null,
  unique (key, version)
);
insert into indicator_definitions (id, key, version, method, basis, useful_half_width, exclusions, since) values
  (1, 'nps', 1, 'nps_adjusted_wald', 'nps_answers', 15, '["declined", "not_answered", "not_asked"]', 0),
  (2, 'csat', 1, 'top_box_wilson', 'csat_answers', 0.1, '["declined", "not_answered", "not_asked"]', 0),
  (3, 'ces', 1, 'mean_student', 'ces_answers', 0.5, '["declined", "not_answered", "not_asked"]', 0),
  (4, 'first_reply_time', 1, 'median', 'first_reply_clocks', 0.25, '["no_promise", "no_reply_yet", "cancelled"]', 0),
  (5, 'first_reply_time_p90', 1, 'p90', 'first_reply_clocks', 0.25, '["no_promise", "no_reply_yet", "cancelled"]', 0),
  (6, 'resolution_time', 1, 'median', 'resolution_clocks', 0.25, '["no_promise", "still_open", "cancelled"]', 0),
  (7, 'resolution_time_p90', 1, 'p90', 'resolution_clocks', 0.25, '["no_promise", "still_open", "cancelled"]', 0),
  (8, 'share_in_time', 1, 'share_wilson', 'all_clocks', 0.05, '["no_promise", "not_due_yet", "cancelled"]', 0),
  (9, 'response_rate', 1, 'share_wilson', 'invitations', 0.05, '["refused", "scheduled"]', 0),
  (10, 'backlog', 1, 'count', 'open_cases', 0, '[]', 0),
  (11, 'volume', 1, 'count', 'new_cases', 0, '[]', 0);
