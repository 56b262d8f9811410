-- Controls as the settings had them: each change is another version, so that a period is held against what was promised then.
create table control_definition (
    name nvarchar(100) collate Latin1_General_100_BIN2 not null,
    version int not null,
    title nvarchar(300) not null,
    criteria nvarchar(300) not null,
    statement nvarchar(2000) not null,
    owner nvarchar(320) collate Latin1_General_100_BIN2 not null,
    frequency nvarchar(20) collate Latin1_General_100_BIN2 not null,
    systems nvarchar(2000) not null,
    evidenced_by nvarchar(1000) not null,
    content_hash char(64) collate Latin1_General_100_BIN2 not null,
    since datetime2(6) not null,
    ended_at datetime2(6) null,
    primary key (name, version)
);

-- What a tester concluded of a control and a period; the newest counts.
create table control_test (
    id uniqueidentifier not null primary key,
    control nvarchar(100) collate Latin1_General_100_BIN2 not null,
    control_version int not null,
    first_day date not null,
    last_day date not null,
    result nvarchar(20) collate Latin1_General_100_BIN2 not null,
    work_done nvarchar(2000) null,
    words nvarchar(2000) null,
    tested_by uniqueidentifier not null,
    tested_at datetime2(6) not null
);
create index control_test_control on control_test (control, first_day, last_day);

-- Drawn once, never changed.
create table evidence_sample (
    id uniqueidentifier not null primary key,
    number int not null,
    control nvarchar(100) collate Latin1_General_100_BIN2 null,
    evidence nvarchar(110) collate Latin1_General_100_BIN2 not null,
    first_day date not null,
    last_day date not null,
    method nvarchar(20) collate Latin1_General_100_BIN2 not null,
    seed nvarchar(100) collate Latin1_General_100_BIN2 null,
    wanted int not null,
    population int not null,
    population_hash char(64) collate Latin1_General_100_BIN2 not null,
    elements_hash char(64) collate Latin1_General_100_BIN2 not null,
    drawn_by uniqueidentifier not null,
    drawn_at datetime2(6) not null
);

create unique index evidence_sample_number on evidence_sample (number);

create table evidence_sample_element (
    sample_id uniqueidentifier not null references evidence_sample (id),
    position int not null,
    element nvarchar(200) collate Latin1_General_100_BIN2 not null,
    primary key (sample_id, position)
);
