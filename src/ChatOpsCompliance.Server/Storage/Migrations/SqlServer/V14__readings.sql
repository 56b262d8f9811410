-- What is read of the sources each day, by the hash of repository and environment: how far, and since when it fails.
create table reading_state (
    place char(64) collate Latin1_General_100_BIN2 not null,
    reading nvarchar(100) collate Latin1_General_100_BIN2 not null,
    source nvarchar(100) collate Latin1_General_100_BIN2 not null,
    repository nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    watched_since datetime2(6) not null,
    read_until datetime2(6) null,
    read_at datetime2(6) null,
    failing_since datetime2(6) null,
    fault nvarchar(1000) null,
    told_at datetime2(6) null,
    primary key (place, reading)
);

create table reconciliation (
    place char(64) collate Latin1_General_100_BIN2 not null,
    day date not null,
    source nvarchar(100) collate Latin1_General_100_BIN2 not null,
    repository nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    read_at datetime2(6) not null,
    since datetime2(6) not null,
    until datetime2(6) not null,
    listed int not null,
    known int not null,
    found int not null,
    unrecorded int not null,
    extra int not null,
    running nvarchar(100) collate Latin1_General_100_BIN2 null,
    approved nvarchar(100) collate Latin1_General_100_BIN2 null,
    runs_what_was_approved bit null,
    primary key (place, day)
);

create table protection_reading (
    place char(64) collate Latin1_General_100_BIN2 not null,
    day date not null,
    source nvarchar(100) collate Latin1_General_100_BIN2 not null,
    repository nvarchar(300) collate Latin1_General_100_BIN2 not null,
    environment nvarchar(300) collate Latin1_General_100_BIN2 not null,
    read_at datetime2(6) not null,
    admins_can_bypass bit null,
    self_review_prevented bit null,
    gate_is_on bit null,
    primary key (place, day)
);

-- What is unusual about a deployment.
create table deployment_note (
    deployment_id uniqueidentifier not null primary key references deployment (id),
    anomalies nvarchar(300) collate Latin1_General_100_BIN2 not null,
    noted_at datetime2(6) not null
);
