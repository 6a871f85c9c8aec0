-- owner: cases
-- Texts to answer from, by intent and language.
create table reply_templates (
    -- Shown as tpl_…
    id bigint primary key,
    -- As staff read it.
    name text not null,
    -- What it is for: lower case, no spaces; the same in each language.
    intent text not null,
    -- Language it is written in.
    language text not null check (language in ('fr', 'en')),
    -- The text, in minijinja.
    body text not null,
    -- Declared variables: [{"name": …, "fallback": …, "is_required": …}]; JSON.
    variables text not null,
    -- 0: retired.
    is_active bigint not null check (is_active in (0, 1)),
    -- Microseconds since 1970, UTC.
    updated_at bigint not null,
    -- Rises with each edit.
    version bigint not null
);
create unique index reply_templates_by_name on reply_templates (language, name);
create index reply_templates_by_intent on reply_templates (intent, language, id);
-- What somebody is writing on a case and has not sent.
create table drafts (
    -- The case.
    case_id bigint not null references cases (id),
    -- What it will be.
    mode text not null check (mode in ('reply', 'note', 'third_party')),
    -- Who writes.
    staff_id bigint not null,
    -- The text so far.
    body text not null,
    -- Template it started from. Null: none.
    template_id bigint,
    -- Microseconds since 1970, UTC.
    updated_at bigint not null,
    -- Rises with each save.
    version bigint not null,
    primary key (case_id, mode, staff_id)
);
-- Saved ways of looking at the inbox.
create table inbox_views (
    -- Shown as view_…
    id bigint primary key,
    -- Whose it is. Null: everybody's.
    staff_id bigint,
    -- As read.
    name text not null,
    -- Which cases, in which order: cases::Filter and sort; JSON.
    filter text not null,
    -- Order of showing: due, received, updated.
    sort text not null check (sort in ('due', 'received', 'updated')),
    -- Its place among the others.
    place bigint not null,
    -- Rises with each edit.
    version bigint not null
);
create index inbox_views_by_staff on inbox_views (staff_id, place, id);
