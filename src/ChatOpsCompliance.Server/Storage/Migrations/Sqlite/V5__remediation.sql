-- Removals: what takes the access's place, through which group it is held, where the work is tracked, what shows it gone, and for how long its risk is accepted.
alter table remediation_task add column becomes text null;
alter table remediation_task add column granted_via text null;
alter table remediation_task add column ticket text null;
alter table remediation_task add column risk_until text null;
alter table remediation_task add column escalated text not null default 'None';

alter table snapshot_presence add column replaced integer not null default 0;

create table risk_request (
    id text not null primary key,
    asked_by text not null references person (id),
    asked_at text not null,
    days integer not null,
    why text not null,
    control text not null,
    state text not null,
    decided_by text null,
    decided_at text null,
    words text null
);

create table risk_request_task (
    request_id text not null references risk_request (id),
    task_id text not null,
    primary key (request_id, task_id)
) without rowid;
create index ix_risk_request_task on risk_request_task (task_id);
