-- People: rosters are written whole; roster_current points at the one in force.
create table person (
    id uniqueidentifier not null primary key,
    roster_key nvarchar(300) collate Latin1_General_100_BIN2 not null,
    first_seen_at datetime2(6) not null
);
create unique index ux_person_roster_key on person (roster_key);

create table roster (
    number bigint not null primary key,
    file_hash char(64) collate Latin1_General_100_BIN2 not null,
    imported_at datetime2(6) not null
);

create table roster_entry (
    roster bigint not null references roster (number),
    person_id uniqueidentifier not null references person (id),
    name nvarchar(300) not null,
    email nvarchar(320) collate Latin1_General_100_BIN2 not null,
    manager_id uniqueidentifier null,
    active bit not null,
    time_zone nvarchar(100) collate Latin1_General_100_BIN2 not null,
    title nvarchar(300) not null,
    department nvarchar(300) not null,
    worker_type nvarchar(100) collate Latin1_General_100_BIN2 not null,
    sponsor_email nvarchar(320) collate Latin1_General_100_BIN2 null,
    start_date date null,
    end_date date null,
    primary key (roster, person_id)
);
create unique index ux_roster_entry_email on roster_entry (roster, email);

create table roster_current (
    id int not null primary key check (id = 1),
    roster bigint not null
);
insert into roster_current (id, roster) values (1, 0);

create table chat_account (
    platform nvarchar(100) collate Latin1_General_100_BIN2 not null,
    workspace nvarchar(100) collate Latin1_General_100_BIN2 not null,
    user_id nvarchar(100) collate Latin1_General_100_BIN2 not null,
    person_id uniqueidentifier not null references person (id),
    linked_at datetime2(6) not null,
    primary key (platform, workspace, user_id)
);
create index ix_chat_account_person on chat_account (person_id);

-- Access: grants are appended in the order of the file under a number that nothing reads until the snapshot is published.
create table access_snapshot (
    number bigint not null primary key,
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    extracted_at datetime2(6) not null,
    extracted_by nvarchar(1000) not null,
    method nvarchar(1000) not null,
    tool_version nvarchar(200) null,
    source_count int not null,
    row_count int not null,
    content_hash char(64) collate Latin1_General_100_BIN2 not null,
    file_hash char(64) collate Latin1_General_100_BIN2 not null,
    attachment nvarchar(1000) null,
    imported_at datetime2(6) not null
);
create index ix_access_snapshot_system on access_snapshot (system, status, number);

create table access_grant (
    snapshot bigint not null,
    ordinal int not null,
    account nvarchar(300) collate Latin1_General_100_BIN2 not null,
    account_type nvarchar(100) collate Latin1_General_100_BIN2 not null,
    person_email nvarchar(320) collate Latin1_General_100_BIN2 null,
    owner_email nvarchar(320) collate Latin1_General_100_BIN2 null,
    entitlement nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    privileged bit null,
    mfa bit null,
    active bit null,
    granted_at datetime2(6) null,
    last_used_at datetime2(6) null,
    expires_at datetime2(6) null,
    key_created_at datetime2(6) null,
    granted_via nvarchar(300) collate Latin1_General_100_BIN2 null,
    request_ref nvarchar(300) collate Latin1_General_100_BIN2 null,
    primary key (snapshot, ordinal)
);

-- Access reviews.
create table review_definition (
    name nvarchar(100) collate Latin1_General_100_BIN2 not null primary key,
    first_seen_at datetime2(6) not null,
    told_on date null
);

create table campaign (
    id uniqueidentifier not null primary key,
    definition nvarchar(100) collate Latin1_General_100_BIN2 not null,
    definition_hash char(64) collate Latin1_General_100_BIN2 not null,
    title nvarchar(300) not null,
    period date not null,
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    launched_at datetime2(6) not null,
    due_at datetime2(6) not null,
    owner_id uniqueidentifier not null references person (id),
    population int not null,
    population_hash char(64) collate Latin1_General_100_BIN2 not null,
    staged_snapshot bigint not null,
    staged_ordinal int not null,
    review_completed_at datetime2(6) null,
    closed_at datetime2(6) null,
    closed_by uniqueidentifier null,
    response nvarchar(max) null
);
create unique index ux_campaign_period on campaign (definition, period);

create table campaign_snapshot (
    campaign_id uniqueidentifier not null references campaign (id),
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    snapshot bigint not null,
    primary key (campaign_id, system)
);

create table review_item (
    campaign_id uniqueidentifier not null references campaign (id),
    ordinal int not null,
    snapshot bigint not null,
    grant_ordinal int not null,
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    account nvarchar(300) collate Latin1_General_100_BIN2 not null,
    account_type nvarchar(100) collate Latin1_General_100_BIN2 not null,
    entitlement nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    privileged bit null,
    mfa bit null,
    last_used_at datetime2(6) null,
    subject_id uniqueidentifier null,
    reviewer_id uniqueidentifier not null references person (id),
    flags nvarchar(max) not null,
    draft nvarchar(100) collate Latin1_General_100_BIN2 null,
    draft_words nvarchar(max) null,
    drafted_at datetime2(6) null,
    outcome nvarchar(100) collate Latin1_General_100_BIN2 not null,
    decision nvarchar(100) collate Latin1_General_100_BIN2 null,
    words nvarchar(max) null,
    decided_by uniqueidentifier null,
    decided_at datetime2(6) null,
    primary key (campaign_id, ordinal)
);
create index ix_review_item_reviewer on review_item (campaign_id, reviewer_id);
create index ix_review_item_outcome on review_item (campaign_id, outcome);

-- Remediation.
create table remediation_task (
    id uniqueidentifier not null primary key,
    campaign_id uniqueidentifier not null references campaign (id),
    ordinal int not null,
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    account nvarchar(300) collate Latin1_General_100_BIN2 not null,
    entitlement nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    owner_id uniqueidentifier not null references person (id),
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    opened_at datetime2(6) not null,
    deadline datetime2(6) not null,
    method nvarchar(1000) not null,
    claimed_by uniqueidentifier null,
    claimed_at datetime2(6) null,
    proven_by bigint null,
    proven_at datetime2(6) null,
    reopened nvarchar(100) collate Latin1_General_100_BIN2 null,
    reopened_by bigint null
);
create unique index ux_remediation_task_item on remediation_task (campaign_id, ordinal);
create index ix_remediation_task_system on remediation_task (system, status);
create index ix_remediation_task_owner on remediation_task (owner_id, status);

create table snapshot_presence (
    snapshot bigint not null,
    task_id uniqueidentifier not null,
    present bit not null,
    primary key (snapshot, task_id)
);

-- The ledger, and the texts that stand beside it.
create table ledger (
    seq bigint not null primary key,
    at char(27) not null,
    kind nvarchar(100) collate Latin1_General_100_BIN2 not null,
    subject nvarchar(200) collate Latin1_General_100_BIN2 not null,
    actor nvarchar(max) not null,
    body nvarchar(max) not null,
    prev char(64) collate Latin1_General_100_BIN2 not null,
    hash char(64) collate Latin1_General_100_BIN2 not null
);
go
create trigger ledger_no_change on ledger instead of update, delete as throw 50001, 'The ledger is never updated, and nothing is ever deleted from it.', 1;
go

create table ledger_head (
    id int not null primary key check (id = 1),
    seq bigint not null,
    hash char(64) collate Latin1_General_100_BIN2 not null
);
insert into ledger_head (id, seq, hash) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

create table personal_text (
    seq bigint not null,
    ref char(64) collate Latin1_General_100_BIN2 not null,
    salt char(32) null,
    text nvarchar(max) null,
    by_person uniqueidentifier null,
    erased_seq bigint null,
    primary key (seq, ref)
);
create index ix_personal_text_person on personal_text (by_person);

create table ledger_checkpoint (
    seq bigint not null primary key,
    hash char(64) collate Latin1_General_100_BIN2 not null,
    row_count bigint not null,
    at char(27) not null,
    key_id char(64) collate Latin1_General_100_BIN2 not null,
    signature nvarchar(1000) not null
);

-- Chat: what came in, what goes out.
create table delivery (
    delivery_key char(64) collate Latin1_General_100_BIN2 not null primary key,
    reply nvarchar(max) not null,
    at datetime2(6) not null
);

create table standing_message (
    id uniqueidentifier not null primary key,
    kind nvarchar(100) collate Latin1_General_100_BIN2 not null,
    subject nvarchar(200) collate Latin1_General_100_BIN2 not null,
    person_id uniqueidentifier null,
    channel nvarchar(100) collate Latin1_General_100_BIN2 not null,
    external_id nvarchar(300) collate Latin1_General_100_BIN2 null,
    address nvarchar(300) collate Latin1_General_100_BIN2 null,
    rendering char(64) collate Latin1_General_100_BIN2 null
);
create index ix_standing_message_subject on standing_message (kind, subject);

create table outbox (
    number bigint identity(1, 1) not null primary key,
    id uniqueidentifier not null,
    lane nvarchar(100) collate Latin1_General_100_BIN2 not null,
    effect nvarchar(100) collate Latin1_General_100_BIN2 not null,
    subject nvarchar(200) collate Latin1_General_100_BIN2 not null,
    payload nvarchar(max) not null,
    message_id uniqueidentifier null,
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    attempts int not null,
    due_at datetime2(6) not null,
    created_at datetime2(6) not null,
    token nvarchar(100) collate Latin1_General_100_BIN2 null,
    lease_until datetime2(6) null,
    error nvarchar(max) null,
    cure nvarchar(max) null
);
create unique index ux_outbox_id on outbox (id);
create index ix_outbox_status on outbox (status, lane, number);
create index ix_outbox_message on outbox (message_id, status);
create index ix_outbox_token on outbox (token);

create table outbox_lane (
    lane nvarchar(100) collate Latin1_General_100_BIN2 not null primary key,
    owner nvarchar(100) collate Latin1_General_100_BIN2 not null,
    lease_until datetime2(6) not null
);
