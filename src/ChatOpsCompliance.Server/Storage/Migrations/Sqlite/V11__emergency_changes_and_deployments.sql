-- Numbers that run without gaps: taken in the transaction of what is numbered.
create table counter (
    name text not null primary key,
    value integer not null
) without rowid;

-- What a policy said when it was first used, by the hash of its text.
create table emergency_policy (
    hash text not null primary key,
    name text not null,
    text text not null,
    body text not null,
    first_used_at text not null
) without rowid;

-- Emergency changes, by their running number.
create table emergency_change (
    id text not null primary key,
    number integer not null,
    status text not null,
    policy text not null,
    policy_hash text not null,
    requested_by text not null references person (id),
    requested_at text not null,
    repository text not null,
    environment text not null,
    commit_sha text null,
    incident text not null,
    what text not null,
    why_now text not null,
    risk text not null,
    risk_words text not null,
    test_done text not null,
    way_back text not null,
    before_needed integer not null,
    retroactive integer not null,
    deployment_id text null,
    broke_glass integer not null,
    glass_words text null,
    approve_by text not null,
    approved_at text null,
    window_until text null,
    second text not null,
    second_due text null,
    run text null,
    run_failed integer not null,
    used_at text null,
    impact text null,
    abort_criteria text null,
    checks_skipped text null,
    compensating text null,
    details_at text null,
    review_due text null,
    outcome text null,
    rolled_back integer null,
    review_words text null,
    evidence text null,
    reviewed_by text null references person (id),
    reviewed_at text null,
    ended_by text null references person (id),
    ended_at text null,
    ended_words text null,
    thread text null,
    authors text not null,
    authors_why text null,
    authors_since text null,
    paged integer not null,
    paged_at text null,
    late_details integer not null,
    late_second integer not null,
    late_review integer not null
) without rowid;
create unique index ix_emergency_change_number on emergency_change (number);
create index ix_emergency_change_target on emergency_change (repository, environment, commit_sha);
create index ix_emergency_change_status on emergency_change (status);

-- Who wrote what is to be deployed: platform accounts, and the person behind each when it was read.
create table change_author (
    change_id text not null references emergency_change (id),
    account text not null,
    primary key (change_id, account)
) without rowid;

-- One person fills one seat.
create table change_seat (
    change_id text not null references emergency_change (id),
    number integer not null,
    person_id text not null references person (id),
    at text not null,
    agrees integer not null,
    words text null,
    via text not null,
    shown text not null,
    primary key (change_id, number)
) without rowid;
create unique index ix_change_seat_person on change_seat (change_id, person_id);

-- What was asked and answered about a change.
create table change_word (
    change_id text not null references emergency_change (id),
    number integer not null,
    person_id text not null references person (id),
    at text not null,
    words text not null,
    primary key (change_id, number)
) without rowid;

-- What somebody has typed and not sent yet.
create table change_draft (
    person_id text not null primary key references person (id),
    fields text not null,
    saved_at text not null
) without rowid;

-- An approval that waits to be confirmed by signing in: the hash of a key that opens once.
create table change_step_up (
    hash text not null primary key,
    change_id text not null references emergency_change (id),
    person_id text not null references person (id),
    act text not null,
    shown text not null,
    expires_at text not null,
    used_at text null
) without rowid;

-- What runs asked at the gate: one question a run and environment.
create table gate_question (
    id text not null primary key,
    run_key text not null,
    source text not null,
    repository text not null,
    environment text not null,
    commit_sha text not null,
    run_url text not null,
    requested_by text not null,
    asked_at text not null,
    answer text not null,
    reason text not null,
    rule_name text not null,
    reference text null,
    change_id text null references emergency_change (id),
    answered_at text null,
    expires_at text null,
    callback text null,
    pull_request text null
) without rowid;
create unique index ix_gate_question_run on gate_question (run_key);
create index ix_gate_question_target on gate_question (repository, environment, commit_sha);
create index ix_gate_question_answer on gate_question (answer);

-- What was deployed: one deployment a run and environment, classed for ever.
create table deployment (
    id text not null primary key,
    run_key text not null,
    source text not null,
    repository text not null,
    environment text not null,
    commit_sha text not null,
    run_url text not null,
    actor text not null,
    actor_person text null references person (id),
    started_at text not null,
    finished_at text null,
    outcome text not null,
    class text not null,
    reason text not null,
    reference text null,
    change_id text null references emergency_change (id),
    question_id text null references gate_question (id),
    seen_by text not null,
    seen_at text not null
) without rowid;
create unique index ix_deployment_run on deployment (run_key);
create index ix_deployment_target on deployment (repository, environment, started_at);
create index ix_deployment_change on deployment (change_id);
