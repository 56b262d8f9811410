-- What an entitlement means, and who is behind an account: as the newest file of each system, or somebody by hand, says.
create table entitlement (
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    name nvarchar(300) collate Latin1_General_100_BIN2 not null,
    title nvarchar(300) not null,
    allows nvarchar(2000) not null,
    owner_email nvarchar(320) collate Latin1_General_100_BIN2 null,
    privileged bit null,
    birthright bit null,
    primary key (system, name)
);

create table account_map (
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    account nvarchar(300) collate Latin1_General_100_BIN2 not null,
    person_id uniqueidentifier null references person (id),
    source nvarchar(100) collate Latin1_General_100_BIN2 not null,
    matched_by uniqueidentifier null references person (id),
    matched_at datetime2(6) not null,
    primary key (system, account)
);
create index ix_account_map_person on account_map (person_id);

-- Who left, as noticed; and access that somebody who left still had, tracked until it is proven gone.
create table departure (
    person_id uniqueidentifier not null references person (id),
    noticed_at datetime2(6) not null,
    last_day date null,
    how nvarchar(100) collate Latin1_General_100_BIN2 not null,
    returned_at datetime2(6) null,
    primary key (person_id, noticed_at)
);

create table leaver_incident (
    id uniqueidentifier not null primary key,
    person_id uniqueidentifier not null references person (id),
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    opened_at datetime2(6) not null,
    deadline datetime2(6) not null,
    grants int not null,
    privileged int not null,
    what nvarchar(1000) not null,
    method nvarchar(1000) not null,
    seen_at datetime2(6) not null,
    claimed_by uniqueidentifier null references person (id),
    claimed_at datetime2(6) null,
    proven_by bigint null,
    proven_at datetime2(6) null
);
create index ix_leaver_incident_system on leaver_incident (system, status);
create index ix_leaver_incident_person on leaver_incident (person_id, system);

alter table access_grant add never_used bit null;

-- Keys of scripts: the hash of a secret that is shown once; and the replies given under an Idempotency-Key.
create table api_key (
    id nvarchar(100) collate Latin1_General_100_BIN2 not null primary key,
    name nvarchar(100) collate Latin1_General_100_BIN2 not null,
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    hash char(64) collate Latin1_General_100_BIN2 not null,
    created_at datetime2(6) not null,
    expires_at datetime2(6) not null,
    revoked_at datetime2(6) null,
    last_used_at datetime2(6) null
);
create index ix_api_key_name on api_key (name);

create table api_reply (
    reply_key char(64) collate Latin1_General_100_BIN2 not null primary key,
    request_hash char(64) collate Latin1_General_100_BIN2 not null,
    status int null,
    body nvarchar(max) null,
    at datetime2(6) not null
);

-- Accounts of the newest extract that neither map nor e-mail ties to anybody: a queue that somebody works off. Made anew from the extract; what is matched is not shown.
create table unmatched_account (
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    account nvarchar(300) collate Latin1_General_100_BIN2 not null,
    account_type nvarchar(20) collate Latin1_General_100_BIN2 not null,
    email nvarchar(320) collate Latin1_General_100_BIN2 null,
    grants int not null,
    privileged int not null,
    since datetime2(6) not null,
    primary key (system, account)
);

-- Extracts that owners are asked for before a launch, each once; and those handed in with a form, read by the service afterwards.
create table extract_task (
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    definition nvarchar(100) collate Latin1_General_100_BIN2 not null,
    period date not null,
    due_at datetime2(6) not null,
    asked_at datetime2(6) not null,
    primary key (system, definition, period)
);

create table extract_upload (
    id uniqueidentifier not null primary key,
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    attachment_id uniqueidentifier not null,
    evidence_id uniqueidentifier null,
    handed_in_by uniqueidentifier not null references person (id),
    handed_in_at datetime2(6) not null,
    extracted_at datetime2(6) not null,
    extracted_by nvarchar(1000) not null,
    method nvarchar(1000) not null,
    source_count int not null,
    looked_at nvarchar(3000) null,
    second_id uniqueidentifier null references person (id),
    confirmed_at datetime2(6) null,
    lease_until datetime2(6) null,
    snapshot bigint null
);
create index ix_extract_upload_status on extract_upload (status);

alter table access_snapshot add confirmed_by uniqueidentifier null;
