-- owner: access
-- People who work with the product.
create table staff (
    -- Shown as staff_…
    id bigint primary key,
    -- As colleagues and customers read it.
    name text not null,
    -- Address they sign in with, in its comparable form (kernel::Email).
    email text not null unique,
    -- What they are for; decides their permissions (kernel::Role).
    role text not null check (role in ('adviser', 'team_lead', 'analyst', 'marketing', 'admin')),
    -- Language of their screens.
    locale text not null check (locale in ('fr', 'en')),
    -- Argon2id in PHC form. Null: they cannot sign in by password.
    password_hash text,
    -- When the password was last set; microseconds since 1970, UTC.
    password_changed_at bigint,
    -- 1: the password was chosen by somebody else, and must be replaced before anything else.
    must_change_password bigint not null default 0 check (must_change_password in (0, 1)),
    -- Secret of the second factor, in use. Null: none.
    totp_secret bytes,
    -- Secret of the second factor that is being set up and not yet proven by a code.
    totp_pending_secret bytes,
    -- Last 30-second step whose code was accepted: a code is good once.
    totp_step_last bigint not null default 0,
    -- 0: deactivated; cannot sign in, keeps their name in histories.
    is_active bigint not null default 1 check (is_active in (0, 1)),
    -- Screen preferences: theme, density, shortcuts; JSON.
    preferences text not null default '{}',
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Rises with each edit.
    version bigint not null default 1
);
create index staff_by_name on staff (name, id);
-- Teams that share work out among their members.
create table teams (
    -- Shown as team_…
    id bigint primary key,
    -- As staff read it.
    name text not null unique,
    -- What the team is for, in a sentence.
    description text not null default '',
    -- 0: closed; gets no new work, keeps its name in histories.
    is_active bigint not null default 1 check (is_active in (0, 1)),
    -- Microseconds since 1970, UTC.
    created_at bigint not null,
    -- Rises with each edit.
    version bigint not null default 1
);
-- Who is in which team.
create table team_members (
    -- The team.
    team_id bigint not null references teams (id),
    -- The member.
    staff_id bigint not null references staff (id),
    primary key (team_id, staff_id)
);
create index team_members_by_staff on team_members (staff_id, team_id);
-- Codes that replace the second factor once each, when the telephone is lost.
create table recovery_codes (
    -- Whose.
    staff_id bigint not null references staff (id),
    -- SHA-256 of the code.
    code_hash bytes not null,
    -- When it was used up; microseconds since 1970, UTC. Null: still good.
    used_at bigint,
    primary key (staff_id, code_hash)
);
