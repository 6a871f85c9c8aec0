-- owner: customers
-- A system that knows customers: a CRM, a web account, the mailbox, our own staff.
create table sources (
  -- Names the source.
  id bigint primary key,
  -- What files and programs call it: lower case, no spaces.
  key text not null unique,
  -- What people call it.
  name text not null,
  -- Where it came to us from: system (files, API), staff (corrections typed here), contact (what a contact told).
  kind text not null check (kind in ('system', 'staff', 'contact')),
  -- How far its values are believed, 0..=100; the higher wins when sources disagree.
  trust bigint not null check (trust between 0 and 100),
  -- When it was named here.
  created_at bigint not null,
  -- Counts edits.
  version bigint not null
);
-- The two sources every store has: what our staff typed, and what contacts told of themselves.
insert into sources (id, key, name, kind, trust, created_at, version) values
  (1, 'staff', 'Saisie', 'staff', 90, 0, 1),
  (2, 'contact', 'Contact', 'contact', 20, 0, 1);

-- A person we serve: the golden record, derived from the source records and never edited by itself.
create table persons (
  -- Names the person for ever, also after a merge.
  id bigint primary key,
  -- The person this one was joined to. Null: stands for itself.
  redirect_to bigint,
  -- What lists and titles show; never empty.
  display_name text not null,
  -- The form of address, such as Mme.
  title text,
  -- Given name.
  first_name text,
  -- Family name.
  last_name text,
  -- The language they are spoken to in, ISO 639-1.
  language text,
  -- Their day of birth, YYYY-MM-DD.
  born_on text,
  -- Street and number.
  address_line text,
  -- Postcode.
  postcode text,
  -- Town.
  city text,
  -- Country, ISO 3166-1 alpha-2 when known as such.
  country text,
  -- The e-mail address of choice.
  email text,
  -- The phone number of choice, E.164.
  phone text,
  -- For each field: the source its value is from, since when, and which rule chose it. JSON.
  provenance text not null,
  -- The folded words they are found by, in order, with a space around each.
  search_words text not null,
  -- When they were first known here.
  created_at bigint not null,
  -- When the golden record last changed.
  changed_at bigint not null,
  -- Counts changes.
  version bigint not null
);
create index persons_by_redirect on persons (redirect_to) where redirect_to is not null;

-- The folded words persons are found by: an inverted index for search as you type.
create table person_terms (
  -- One folded word, at most 40 characters.
  term text not null,
  -- Who is found by it.
  person_id bigint not null references persons (id),
  primary key (term, person_id)
);

-- A company or a group we serve, for which persons act.
create table accounts (
  -- Names the account.
  id bigint primary key,
  -- Its name.
  name text not null,
  -- Its name folded, for search by prefix.
  name_folded text not null,
  -- What sort of account: company, group, household, association.
  kind text not null check (kind in ('company', 'group', 'household', 'association')),
  -- Its number in the business register (SIREN, SIRET, VAT…). Null: unknown.
  registration text,
  -- When it was first known here.
  created_at bigint not null,
  -- Counts edits.
  version bigint not null
);
create index accounts_by_name on accounts (name_folded, id);

-- What one system knows of one person or account. Written by imports and events, never by a screen.
create table source_records (
  -- Names the record.
  id bigint primary key,
  -- Whose it is.
  source_id bigint not null references sources (id),
  -- Its number in that system.
  external_id text not null,
  -- The person it is about. Null: it is about an account.
  person_id bigint references persons (id),
  -- The account it is about. Null: it is about a person.
  account_id bigint references accounts (id),
  -- Its fields: for each, the value and since when this system says so. JSON.
  fields text not null,
  -- A digest of the fields' values, to see at once that nothing changed.
  digest bytes not null,
  -- When it was first received.
  created_at bigint not null,
  -- When its values last changed.
  changed_at bigint not null,
  -- Counts changes.
  version bigint not null,
  check ((person_id is null) <> (account_id is null))
);
create unique index source_records_by_external on source_records (source_id, external_id);
create index source_records_by_person on source_records (person_id) where person_id is not null;
create index source_records_by_account on source_records (account_id) where account_id is not null;

-- A person's part in an account.
create table memberships (
  -- Names the membership.
  id bigint primary key,
  -- The account.
  account_id bigint not null references accounts (id),
  -- The person.
  person_id bigint not null references persons (id),
  -- At what level they act for it.
  role text not null check (role in ('executive', 'middle', 'operational')),
  -- Their function in their own words. Null: unknown.
  job_title text,
  -- When it was recorded.
  created_at bigint not null,
  -- Counts edits.
  version bigint not null
);
create unique index memberships_by_account on memberships (account_id, person_id);
create index memberships_by_person on memberships (person_id);

-- A way to reach a person or an account, in the form by which two systems can be compared.
create table contact_points (
  -- Names the contact point.
  id bigint primary key,
  -- Whose it is. Null: the account's.
  person_id bigint references persons (id),
  -- The account it belongs to. Null: the person's.
  account_id bigint references accounts (id),
  -- What it is.
  kind text not null check (kind in ('email', 'phone', 'postal', 'iban')),
  -- The form compared by: lower-case address, E.164, folded postal address, IBAN without spaces.
  normal text not null,
  -- As it was written.
  shown text not null,
  -- When it was proven to be theirs. Null: never.
  verified_at bigint,
  -- How it was proven: link, code, signed_reply, staff, checksum.
  verified_how text,
  -- When it was first known here.
  created_at bigint not null,
  -- Counts edits.
  version bigint not null,
  check ((person_id is null) <> (account_id is null))
);
-- One address may be shared by a household: it is unique per person only.
create unique index contact_points_by_normal on contact_points (kind, normal, person_id);
create index contact_points_by_person on contact_points (person_id) where person_id is not null;
create index contact_points_by_account on contact_points (account_id) where account_id is not null;
