-- owner: surveys
-- A survey: its name, and the draft that is being written.
create table surveys (
  -- Shown as surv_…
  id bigint primary key,
  -- As staff read it.
  name text not null,
  -- What it will ask once published: a questionnaire definition, JSON.
  draft text not null,
  -- Number of the version that invitations use; 0: none was published.
  version_published bigint not null default 0,
  -- 0: withdrawn; invites nobody any more, links to it say that it is over.
  is_active bigint not null default 1 check (is_active in (0, 1)),
  -- Microseconds since 1970, UTC.
  created_at bigint not null,
  -- Rises with each edit.
  version bigint not null default 1
);
create index surveys_by_name on surveys (name, id);

-- What a survey asked from one instant on. Never edited.
create table survey_versions (
  -- Shown as sver_…
  id bigint primary key,
  -- The survey.
  survey_id bigint not null references surveys (id),
  -- 1, 2, 3… within the survey.
  number bigint not null,
  -- The questionnaire definition, JSON.
  definition text not null,
  -- Microseconds since 1970, UTC.
  published_at bigint not null,
  -- Who published it: an actor's label.
  published_by text not null,
  unique (survey_id, number)
);

-- Which closed cases are surveyed, with what, and when not.
create table survey_rules (
  -- Shown as srule_…
  id bigint primary key,
  -- As staff read it.
  name text not null,
  -- What is asked.
  survey_id bigint not null references surveys (id),
  -- 0: at rest.
  is_active bigint not null default 1 check (is_active in (0, 1)),
  -- Seconds between the closure and the invitation.
  delay_seconds bigint not null check (delay_seconds >= 0),
  -- At most one invitation, of any survey, per person in so many days.
  quiet_days bigint not null check (quiet_days >= 0),
  -- 1: nobody is asked while they have a complaint open.
  spares_complaints bigint not null check (spares_complaints in (0, 1)),
  -- Types of the cases it is for, a JSON list of keys; empty: all.
  case_types text not null,
  -- Channels of the cases it is for, a JSON list; empty: all.
  channels text not null,
  -- Share of those cases that are asked, above 0 up to 1.
  share double precision not null check (share > 0 and share <= 1),
  -- Days a link can be answered.
  open_days bigint not null check (open_days > 0),
  -- Microseconds since 1970, UTC.
  created_at bigint not null,
  -- Rises with each edit.
  version bigint not null default 1
);
create index survey_rules_by_survey on survey_rules (survey_id);

-- One person asked, or not asked and why.
create table invitations (
  -- Shown as inv_…
  id bigint primary key,
  -- The survey.
  survey_id bigint not null references surveys (id),
  -- The version asked. Null until it is sent.
  survey_version_id bigint references survey_versions (id),
  -- The rule that decided. Null: a member of staff asked for it.
  rule_id bigint references survey_rules (id),
  -- Who is asked. Null: the case has no known person.
  person_id bigint,
  -- After which case. Null: none.
  case_id bigint,
  -- How the link travels.
  channel text not null check (channel in ('mail', 'link')),
  -- scheduled until due, then sent or refused; a sent one becomes partial, answered, or expired.
  state text not null check (state in ('scheduled', 'refused', 'sent', 'partial', 'answered', 'expired')),
  -- Why it was refused. Null: it was not.
  reason text,
  -- SHA-256 of the link's token. Null until it is sent.
  token_hash bytes unique,
  -- Language of the mail and the page. Null: not settled yet.
  locale text,
  -- When it is to be sent.
  due_at bigint not null,
  -- When it was sent. Null: it was not.
  sent_at bigint,
  -- Until when the link can be answered. Null until it is sent.
  expires_at bigint,
  -- Microseconds since 1970, UTC.
  created_at bigint not null
);
-- A rule decides once per case.
create unique index invitations_by_rule on invitations (rule_id, case_id);
create index invitations_by_person on invitations (person_id, sent_at);
create index invitations_by_survey on invitations (survey_id, id);
create index invitations_by_case on invitations (case_id);
create index invitations_open on invitations (expires_at) where state in ('sent', 'partial');
create index invitations_by_sent on invitations (sent_at);

-- What one person answered, page by page. One row per invitation.
create table responses (
  -- Shown as resp_…
  id bigint primary key,
  -- The invitation it answers.
  invitation_id bigint not null unique references invitations (id),
  -- The survey.
  survey_id bigint not null references surveys (id),
  -- The version that was asked.
  survey_version_id bigint not null references survey_versions (id),
  -- Who answered.
  person_id bigint,
  -- About which case.
  case_id bigint,
  -- Language it was answered in.
  locale text not null,
  -- partial until the last page of the way was sent.
  state text not null check (state in ('partial', 'complete')),
  -- Pages left behind, counted from the first; the next page to show is this one, from 0.
  pages_seen bigint not null,
  -- Every answer so far by question key, JSON: what the page needs to go on.
  answers text not null,
  -- 0..=10 to the recommendation question. Null: not answered.
  nps bigint check (nps between 0 and 10),
  -- 1..=5 to the satisfaction question. Null: not answered.
  csat bigint check (csat between 1 and 5),
  -- 1..=7 to the effort question. Null: not answered.
  ces bigint check (ces between 1 and 7),
  -- Whether a call-back is wanted, 0 or 1. Null: not answered.
  wants_callback bigint check (wants_callback in (0, 1)),
  -- First page saved; the instant a score counts at.
  started_at bigint not null,
  -- Last page saved.
  saved_at bigint not null,
  -- When the rest of the product was told: at the end, or once a partial response rests. Null: not yet.
  told_at bigint
);
create index responses_by_time on responses (started_at, id);
create index responses_by_survey on responses (survey_id, started_at, id);
create index responses_by_person on responses (person_id, started_at, id);
create index responses_by_case on responses (case_id);
create index responses_untold on responses (saved_at) where told_at is null;

-- One question as it was met in one response. No row: the question was never shown.
create table answers (
  -- The response.
  response_id bigint not null references responses (id),
  -- The question's key.
  question_key text not null,
  -- The survey, for counting by question.
  survey_id bigint not null,
  -- The kind of the question.
  kind text not null check (kind in ('nps', 'satisfaction', 'effort', 'choice', 'text', 'callback')),
  -- What became of it.
  status text not null check (status in ('answered', 'declined', 'not_answered')),
  -- The score, or 1 and 0 for yes and no. Null: not answered by a number.
  score bigint,
  -- The keys chosen, joined by commas. Null: not answered by choosing.
  choices text,
  -- The customer's own words. Null: not answered by words.
  words text,
  primary key (response_id, question_key)
);
create index answers_by_question on answers (survey_id, question_key, status, score);
