-- Removals: what takes the access's place, through which group it is held, where the work is tracked, what shows it gone, and for how long its risk is accepted.
alter table remediation_task add becomes nvarchar(300) collate Latin1_General_100_BIN2 null;
alter table remediation_task add granted_via nvarchar(300) collate Latin1_General_100_BIN2 null;
alter table remediation_task add ticket nvarchar(200) null;
alter table remediation_task add risk_until datetime2(6) null;
alter table remediation_task add escalated nvarchar(100) collate Latin1_General_100_BIN2 not null constraint df_remediation_task_escalated default 'None';

alter table snapshot_presence add replaced bit not null constraint df_snapshot_presence_replaced default 0;

create table risk_request (
    id uniqueidentifier not null primary key,
    asked_by uniqueidentifier not null references person (id),
    asked_at datetime2(6) not null,
    days int not null,
    why nvarchar(3000) not null,
    control nvarchar(3000) not null,
    state nvarchar(100) collate Latin1_General_100_BIN2 not null,
    decided_by uniqueidentifier null,
    decided_at datetime2(6) null,
    words nvarchar(3000) null
);

create table risk_request_task (
    request_id uniqueidentifier not null references risk_request (id),
    task_id uniqueidentifier not null,
    primary key (request_id, task_id)
);
create index ix_risk_request_task on risk_request_task (task_id);
