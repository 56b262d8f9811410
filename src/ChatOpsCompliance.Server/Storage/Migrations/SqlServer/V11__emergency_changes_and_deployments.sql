-- Numbers that run without gaps: taken in the transaction of what is numbered.
create table counter (
    name nvarchar(100) collate Latin1_General_100_BIN2 not null primary key,
    value int not null
);

-- What a policy said when it was first used, by the hash of its text.
create table emergency_policy (
    hash nvarchar(64) collate Latin1_General_100_BIN2 not null primary key,
    name nvarchar(100) collate Latin1_General_100_BIN2 not null,
    text nvarchar(max) not null,
    body nvarchar(max) not null,
    first_used_at datetime2(6) not null
);

-- Emergency changes, by their running number.
create table emergency_change (
    id uniqueidentifier not null primary key,
    number int not null,
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    policy nvarchar(100) collate Latin1_General_100_BIN2 not null,
    policy_hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
    requested_by uniqueidentifier not null references person (id),
    requested_at datetime2(6) not null,
    repository nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    commit_sha nvarchar(100) collate Latin1_General_100_BIN2 null,
    incident nvarchar(max) not null,
    what nvarchar(max) not null,
    why_now nvarchar(max) not null,
    risk nvarchar(100) collate Latin1_General_100_BIN2 not null,
    risk_words nvarchar(max) not null,
    test_done nvarchar(max) not null,
    way_back nvarchar(max) not null,
    before_needed int not null,
    retroactive bit not null,
    deployment_id uniqueidentifier null,
    broke_glass bit not null,
    glass_words nvarchar(max) null,
    approve_by datetime2(6) not null,
    approved_at datetime2(6) null,
    window_until datetime2(6) null,
    second nvarchar(100) collate Latin1_General_100_BIN2 not null,
    second_due datetime2(6) null,
    run nvarchar(1000) collate Latin1_General_100_BIN2 null,
    run_failed bit not null,
    used_at datetime2(6) null,
    impact nvarchar(max) null,
    abort_criteria nvarchar(max) null,
    checks_skipped nvarchar(max) null,
    compensating nvarchar(max) null,
    details_at datetime2(6) null,
    review_due datetime2(6) null,
    outcome nvarchar(100) collate Latin1_General_100_BIN2 null,
    rolled_back bit null,
    review_words nvarchar(max) null,
    evidence nvarchar(max) null,
    reviewed_by uniqueidentifier null references person (id),
    reviewed_at datetime2(6) null,
    ended_by uniqueidentifier null references person (id),
    ended_at datetime2(6) null,
    ended_words nvarchar(max) null,
    thread nvarchar(1000) null,
    authors nvarchar(100) collate Latin1_General_100_BIN2 not null,
    authors_why nvarchar(1000) null,
    authors_since nvarchar(100) collate Latin1_General_100_BIN2 null,
    paged int not null,
    paged_at datetime2(6) null,
    late_details bit not null,
    late_second bit not null,
    late_review bit not null
);
create unique index ix_emergency_change_number on emergency_change (number);
create index ix_emergency_change_target on emergency_change (repository, environment, commit_sha);
create index ix_emergency_change_status on emergency_change (status);

-- Who wrote what is to be deployed: platform accounts, and the person behind each when it was read.
create table change_author (
    change_id uniqueidentifier not null references emergency_change (id),
    account nvarchar(300) collate Latin1_General_100_BIN2 not null,
    primary key (change_id, account)
);

-- One person fills one seat.
create table change_seat (
    change_id uniqueidentifier not null references emergency_change (id),
    number int not null,
    person_id uniqueidentifier not null references person (id),
    at datetime2(6) not null,
    agrees bit not null,
    words nvarchar(max) null,
    via nvarchar(100) collate Latin1_General_100_BIN2 not null,
    shown nvarchar(64) collate Latin1_General_100_BIN2 not null,
    primary key (change_id, number)
);
create unique index ix_change_seat_person on change_seat (change_id, person_id);

-- What was asked and answered about a change.
create table change_word (
    change_id uniqueidentifier not null references emergency_change (id),
    number int not null,
    person_id uniqueidentifier not null references person (id),
    at datetime2(6) not null,
    words nvarchar(max) not null,
    primary key (change_id, number)
);

-- What somebody has typed and not sent yet.
create table change_draft (
    person_id uniqueidentifier not null primary key references person (id),
    fields nvarchar(max) not null,
    saved_at datetime2(6) not null
);

-- An approval that waits to be confirmed by signing in: the hash of a key that opens once.
create table change_step_up (
    hash nvarchar(64) collate Latin1_General_100_BIN2 not null primary key,
    change_id uniqueidentifier not null references emergency_change (id),
    person_id uniqueidentifier not null references person (id),
    act nvarchar(100) collate Latin1_General_100_BIN2 not null,
    shown nvarchar(64) collate Latin1_General_100_BIN2 not null,
    expires_at datetime2(6) not null,
    used_at datetime2(6) null
);

-- What runs asked at the gate: one question a run and environment.
create table gate_question (
    id uniqueidentifier not null primary key,
    run_key nvarchar(64) collate Latin1_General_100_BIN2 not null,
    source nvarchar(100) collate Latin1_General_100_BIN2 not null,
    repository nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    commit_sha nvarchar(100) collate Latin1_General_100_BIN2 not null,
    run_url nvarchar(1000) collate Latin1_General_100_BIN2 not null,
    requested_by nvarchar(300) not null,
    asked_at datetime2(6) not null,
    answer nvarchar(100) collate Latin1_General_100_BIN2 not null,
    reason nvarchar(2000) not null,
    rule_name nvarchar(100) collate Latin1_General_100_BIN2 not null,
    reference nvarchar(1000) null,
    change_id uniqueidentifier null references emergency_change (id),
    answered_at datetime2(6) null,
    expires_at datetime2(6) null,
    callback nvarchar(max) null,
    pull_request nvarchar(max) null
);
create unique index ix_gate_question_run on gate_question (run_key);
create index ix_gate_question_target on gate_question (repository, environment, commit_sha);
create index ix_gate_question_answer on gate_question (answer);

-- What was deployed: one deployment a run and environment, classed for ever.
create table deployment (
    id uniqueidentifier not null primary key,
    run_key nvarchar(64) collate Latin1_General_100_BIN2 not null,
    source nvarchar(100) collate Latin1_General_100_BIN2 not null,
    repository nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    commit_sha nvarchar(100) collate Latin1_General_100_BIN2 not null,
    run_url nvarchar(1000) collate Latin1_General_100_BIN2 not null,
    actor nvarchar(300) not null,
    actor_person uniqueidentifier null references person (id),
    started_at datetime2(6) not null,
    finished_at datetime2(6) null,
    outcome nvarchar(100) collate Latin1_General_100_BIN2 not null,
    class nvarchar(100) collate Latin1_General_100_BIN2 not null,
    reason nvarchar(2000) not null,
    reference nvarchar(1000) null,
    change_id uniqueidentifier null references emergency_change (id),
    question_id uniqueidentifier null references gate_question (id),
    seen_by nvarchar(100) collate Latin1_General_100_BIN2 not null,
    seen_at datetime2(6) not null
);
create unique index ix_deployment_run on deployment (run_key);
create index ix_deployment_target on deployment (repository, environment, started_at);
create index ix_deployment_change on deployment (change_id);
