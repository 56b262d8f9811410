-- What an entitlement means, and who is behind an account: as the newest file of each system, or somebody by hand, says.
create table entitlement (
    system text not null,
    name text not null,
    title text not null,
    allows text not null,
    owner_email text null,
    privileged integer null,
    birthright integer null,
    primary key (system, name)
) without rowid;

create table account_map (
    system text not null,
    account text not null,
    person_id text null references person (id),
    source text not null,
    matched_by text null references person (id),
    matched_at text not null,
    primary key (system, account)
) without rowid;
create index ix_account_map_person on account_map (person_id);

-- Who left, as noticed; and access that somebody who left still had, tracked until it is proven gone.
create table departure (
    person_id text not null references person (id),
    noticed_at text not null,
    last_day text null,
    how text not null,
    returned_at text null,
    primary key (person_id, noticed_at)
) without rowid;

create table leaver_incident (
    id text not null primary key,
    person_id text not null references person (id),
    system text not null,
    status text not null,
    opened_at text not null,
    deadline text not null,
    grants integer not null,
    privileged integer not null,
    what text not null,
    method text not null,
    seen_at text not null,
    claimed_by text null references person (id),
    claimed_at text null,
    proven_by integer null,
    proven_at text null
);
create index ix_leaver_incident_system on leaver_incident (system, status);
create index ix_leaver_incident_person on leaver_incident (person_id, system);

alter table access_grant add never_used integer null;

-- Keys of scripts: the hash of a secret that is shown once; and the replies given under an Idempotency-Key.
create table api_key (
    id text not null primary key,
    name text not null,
    system text not null,
    hash text not null,
    created_at text not null,
    expires_at text not null,
    revoked_at text null,
    last_used_at text null
);
create index ix_api_key_name on api_key (name);

create table api_reply (
    reply_key text not null primary key,
    request_hash text not null,
    status integer null,
    body text null,
    at text not null
) without rowid;

-- Accounts of the newest extract that neither map nor e-mail ties to anybody: a queue that somebody works off. Made anew from the extract; what is matched is not shown.
create table unmatched_account (
    system text not null,
    account text not null,
    account_type text not null,
    email text null,
    grants integer not null,
    privileged integer not null,
    since text not null,
    primary key (system, account)
) without rowid;

-- Extracts that owners are asked for before a launch, each once; and those handed in with a form, read by the service afterwards.
create table extract_task (
    system text not null,
    definition text not null,
    period text not null,
    due_at text not null,
    asked_at text not null,
    primary key (system, definition, period)
) without rowid;

create table extract_upload (
    id text not null primary key,
    system text not null,
    status text not null,
    attachment_id text not null,
    evidence_id text null,
    handed_in_by text not null references person (id),
    handed_in_at text not null,
    extracted_at text not null,
    extracted_by text not null,
    method text not null,
    source_count integer not null,
    looked_at text null,
    second_id text null references person (id),
    confirmed_at text null,
    lease_until text null,
    snapshot integer null
);
create index ix_extract_upload_status on extract_upload (status);

alter table access_snapshot add confirmed_by text null;
