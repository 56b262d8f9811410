-- The most urgent first, and how many wait for how long, without reading the others: of all reviews, and of one.
create index ix_remediation_task_urgency on remediation_task (status, deadline, campaign_id, ordinal, opened_at);
create index ix_remediation_task_campaign on remediation_task (campaign_id, status, deadline, ordinal);

-- How many removals of a review stand how, counted along like its items.
create table removal_count (
    campaign_id uniqueidentifier not null references campaign (id),
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    tasks int not null,
    primary key (campaign_id, status)
);

insert into removal_count (campaign_id, status, tasks) select campaign_id, status, count(*) from remediation_task group by campaign_id, status;
go

create trigger remediation_task_counted on remediation_task after insert, update as
begin
    set nocount on;
    if not update(status) return;

    insert into removal_count (campaign_id, status, tasks)
    select distinct n.campaign_id, n.status, 0 from inserted n
    where not exists (select 1 from removal_count c where c.campaign_id = n.campaign_id and c.status = n.status);

    update c set tasks = c.tasks + d.tasks
    from removal_count c
    join (
        select campaign_id, status, sum(one) as tasks
        from (select campaign_id, status, 1 as one from inserted union all select campaign_id, status, -1 from deleted) moved
        group by campaign_id, status
    ) d on d.campaign_id = c.campaign_id and d.status = c.status
    where d.tasks <> 0;
end;
go
