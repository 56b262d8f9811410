-- What is read of the sources each day, by the hash of repository and environment: how far, and since when it fails.
create table reading_state (
    place text not null,
    reading text not null,
    source text not null,
    repository text not null,
    environment text not null,
    watched_since text not null,
    read_until text null,
    read_at text null,
    failing_since text null,
    fault text null,
    told_at text null,
    primary key (place, reading)
) without rowid;

create table reconciliation (
    place text not null,
    day text not null,
    source text not null,
    repository text not null,
    environment text not null,
    read_at text not null,
    since text not null,
    until text not null,
    listed integer not null,
    known integer not null,
    found integer not null,
    unrecorded integer not null,
    extra integer not null,
    running text null,
    approved text null,
    runs_what_was_approved integer null,
    primary key (place, day)
) without rowid;

create table protection_reading (
    place text not null,
    day text not null,
    source text not null,
    repository text not null,
    environment text not null,
    read_at text not null,
    admins_can_bypass integer null,
    self_review_prevented integer null,
    gate_is_on integer null,
    primary key (place, day)
) without rowid;

-- What is unusual about a deployment.
create table deployment_note (
    deployment_id text not null primary key references deployment (id),
    anomalies text not null,
    noted_at text not null
) without rowid;
