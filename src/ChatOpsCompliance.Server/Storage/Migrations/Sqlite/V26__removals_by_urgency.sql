-- The most urgent first, and how many wait for how long, without reading the others: of all reviews, and of one.
create index ix_remediation_task_urgency on remediation_task (status, deadline, campaign_id, ordinal, opened_at);
create index ix_remediation_task_campaign on remediation_task (campaign_id, status, deadline, ordinal);

-- How many removals of a review stand how, counted along like its items.
create table removal_count (
    campaign_id text not null references campaign (id),
    status text not null,
    tasks integer not null,
    primary key (campaign_id, status)
) without rowid;

insert into removal_count (campaign_id, status, tasks) select campaign_id, status, count(*) from remediation_task group by campaign_id, status;

create trigger remediation_task_added after insert on remediation_task begin
    insert into removal_count (campaign_id, status, tasks) values (new.campaign_id, new.status, 1) on conflict (campaign_id, status) do update set tasks = tasks + 1;
end;

create trigger remediation_task_changed after update of status on remediation_task when new.status <> old.status begin
    update removal_count set tasks = tasks - 1 where campaign_id = old.campaign_id and status = old.status;
    insert into removal_count (campaign_id, status, tasks) values (new.campaign_id, new.status, 1) on conflict (campaign_id, status) do update set tasks = tasks + 1;
end;
