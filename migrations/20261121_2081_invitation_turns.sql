-- owner: surveys
-- Who decides whether a person is asked takes their row first, so that two decisions about one person, made at once on
-- a store with several writers, wait for each other: the second then sees what the first has sent.
create table invitation_turns (
  -- The person.
  person_id bigint primary key,
  -- When somebody last decided. Microseconds since 1970, UTC.
  taken_at bigint not null
);
