-- People: rosters are written whole; roster_current points at the one in force.
create table person (
    id text not null primary key,
    roster_key text not null,
    first_seen_at text not null
);
create unique index ux_person_roster_key on person (roster_key);

create table roster (
    number integer not null primary key,
    file_hash text not null,
    imported_at text not null
);

create table roster_entry (
    roster integer not null references roster (number),
    person_id text not null references person (id),
    name text not null,
    email text not null,
    manager_id text null,
    active integer not null,
    time_zone text not null,
    title text not null,
    department text not null,
    worker_type text not null,
    sponsor_email text null,
    start_date text null,
    end_date text null,
    primary key (roster, person_id)
) without rowid;
create unique index ux_roster_entry_email on roster_entry (roster, email);

create table roster_current (
    id integer not null primary key check (id = 1),
    roster integer not null
);
insert into roster_current (id, roster) values (1, 0);

create table chat_account (
    platform text not null,
    workspace text not null,
    user_id text not null,
    person_id text not null references person (id),
    linked_at text not null,
    primary key (platform, workspace, user_id)
) without rowid;
create index ix_chat_account_person on chat_account (person_id);

-- Access: grants are appended in the order of the file under a number that nothing reads until the snapshot is published.
create table access_snapshot (
    number integer not null primary key,
    system text not null,
    status text not null,
    extracted_at text not null,
    extracted_by text not null,
    method text not null,
    tool_version text null,
    source_count integer not null,
    row_count integer not null,
    content_hash text not null,
    file_hash text not null,
    attachment text null,
    imported_at text not null
);
create index ix_access_snapshot_system on access_snapshot (system, status, number);

create table access_grant (
    snapshot integer not null,
    ordinal integer not null,
    account text not null,
    account_type text not null,
    person_email text null,
    owner_email text null,
    entitlement text not null,
    environment text not null,
    privileged integer null,
    mfa integer null,
    active integer null,
    granted_at text null,
    last_used_at text null,
    expires_at text null,
    key_created_at text null,
    granted_via text null,
    request_ref text null,
    primary key (snapshot, ordinal)
) without rowid;

-- Access reviews.
create table review_definition (
    name text not null primary key,
    first_seen_at text not null,
    told_on text null
);

create table campaign (
    id text not null primary key,
    definition text not null,
    definition_hash text not null,
    title text not null,
    period text not null,
    status text not null,
    launched_at text not null,
    due_at text not null,
    owner_id text not null references person (id),
    population integer not null,
    population_hash text not null,
    staged_snapshot integer not null,
    staged_ordinal integer not null,
    review_completed_at text null,
    closed_at text null,
    closed_by text null,
    response text null
);
create unique index ux_campaign_period on campaign (definition, period);

create table campaign_snapshot (
    campaign_id text not null references campaign (id),
    system text not null,
    snapshot integer not null,
    primary key (campaign_id, system)
) without rowid;

create table review_item (
    campaign_id text not null references campaign (id),
    ordinal integer not null,
    snapshot integer not null,
    grant_ordinal integer not null,
    system text not null,
    account text not null,
    account_type text not null,
    entitlement text not null,
    environment text not null,
    privileged integer null,
    mfa integer null,
    last_used_at text null,
    subject_id text null,
    reviewer_id text not null references person (id),
    flags text not null,
    draft text null,
    draft_words text null,
    drafted_at text null,
    outcome text not null,
    decision text null,
    words text null,
    decided_by text null,
    decided_at text null,
    primary key (campaign_id, ordinal)
) without rowid;
create index ix_review_item_reviewer on review_item (campaign_id, reviewer_id);
create index ix_review_item_outcome on review_item (campaign_id, outcome);

-- Remediation.
create table remediation_task (
    id text not null primary key,
    campaign_id text not null references campaign (id),
    ordinal integer not null,
    system text not null,
    account text not null,
    entitlement text not null,
    environment text not null,
    owner_id text not null references person (id),
    status text not null,
    opened_at text not null,
    deadline text not null,
    method text not null,
    claimed_by text null,
    claimed_at text null,
    proven_by integer null,
    proven_at text null,
    reopened text null,
    reopened_by integer null
);
create unique index ux_remediation_task_item on remediation_task (campaign_id, ordinal);
create index ix_remediation_task_system on remediation_task (system, status);
create index ix_remediation_task_owner on remediation_task (owner_id, status);

create table snapshot_presence (
    snapshot integer not null,
    task_id text not null,
    present integer not null,
    primary key (snapshot, task_id)
) without rowid;

-- The ledger, and the texts that stand beside it.
create table ledger (
    seq integer not null primary key,
    at text not null,
    kind text not null,
    subject text not null,
    actor text not null,
    body text not null,
    prev text not null,
    hash text not null
);
create trigger ledger_no_update before update on ledger begin select raise(abort, 'the ledger is never updated'); end;
create trigger ledger_no_delete before delete on ledger begin select raise(abort, 'nothing is ever deleted from the ledger'); end;

create table ledger_head (
    id integer not null primary key check (id = 1),
    seq integer not null,
    hash text not null
);
insert into ledger_head (id, seq, hash) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

create table personal_text (
    seq integer not null,
    ref text not null,
    salt text null,
    text text null,
    by_person text null,
    erased_seq integer null,
    primary key (seq, ref)
) without rowid;
create index ix_personal_text_person on personal_text (by_person);

create table ledger_checkpoint (
    seq integer not null primary key,
    hash text not null,
    row_count integer not null,
    at text not null,
    key_id text not null,
    signature text not null
);

-- Chat: what came in, what goes out.
create table delivery (
    delivery_key text not null primary key,
    reply text not null,
    at text not null
) without rowid;

create table standing_message (
    id text not null primary key,
    kind text not null,
    subject text not null,
    person_id text null,
    channel text not null,
    external_id text null,
    address text null,
    rendering text null
);
create index ix_standing_message_subject on standing_message (kind, subject);

create table outbox (
    number integer not null primary key autoincrement,
    id text not null,
    lane text not null,
    effect text not null,
    subject text not null,
    payload text not null,
    message_id text null,
    status text not null,
    attempts integer not null,
    due_at text not null,
    created_at text not null,
    token text null,
    lease_until text null,
    error text null,
    cure text null
);
create unique index ux_outbox_id on outbox (id);
create index ix_outbox_status on outbox (status, lane, number);
create index ix_outbox_message on outbox (message_id, status);
create index ix_outbox_token on outbox (token);

create table outbox_lane (
    lane text not null primary key,
    owner text not null,
    lease_until text not null
);
