-- Controls as the settings had them: each change is another version, so that a period is held against what was promised then.
create table control_definition (
    name text not null,
    version integer not null,
    title text not null,
    criteria text not null,
    statement text not null,
    owner text not null,
    frequency text not null,
    systems text not null,
    evidenced_by text not null,
    content_hash text not null,
    since text not null,
    ended_at text null,
    primary key (name, version)
) without rowid;

-- What a tester concluded of a control and a period; the newest counts.
create table control_test (
    id text not null primary key,
    control text not null,
    control_version integer not null,
    first_day text not null,
    last_day text not null,
    result text not null,
    work_done text null,
    words text null,
    tested_by text not null,
    tested_at text not null
) without rowid;
create index control_test_control on control_test (control, first_day, last_day);

-- Drawn once, never changed.
create table evidence_sample (
    id text not null primary key,
    number integer not null,
    control text null,
    evidence text not null,
    first_day text not null,
    last_day text not null,
    method text not null,
    seed text null,
    wanted integer not null,
    population integer not null,
    population_hash text not null,
    elements_hash text not null,
    drawn_by text not null,
    drawn_at text not null
) without rowid;

create unique index evidence_sample_number on evidence_sample (number);

create table evidence_sample_element (
    sample_id text not null references evidence_sample (id),
    position integer not null,
    element text not null,
    primary key (sample_id, position)
) without rowid;
