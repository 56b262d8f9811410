-- How many items each reviewer has with each outcome, counted along with every change of an item, in its transaction: no page counts a million.
create table item_count (
    campaign_id uniqueidentifier not null references campaign (id),
    reviewer_id uniqueidentifier not null references person (id),
    outcome nvarchar(100) collate Latin1_General_100_BIN2 not null,
    items int not null,
    drafts int not null,
    flagged int not null,
    questions int not null,
    primary key (campaign_id, reviewer_id, outcome)
);

insert into item_count (campaign_id, reviewer_id, outcome, items, drafts, flagged, questions)
select campaign_id, reviewer_id, outcome, count(*), sum(case when draft is null then 0 else 1 end), sum(case when flags = '' then 0 else 1 end), sum(case when kind = 'Grant' then 0 else 1 end)
from review_item group by campaign_id, reviewer_id, outcome;
go

create trigger review_item_counted on review_item after insert, update as
begin
    set nocount on;
    if not (update(outcome) or update(reviewer_id) or update(draft)) return;

    insert into item_count (campaign_id, reviewer_id, outcome, items, drafts, flagged, questions)
    select distinct n.campaign_id, n.reviewer_id, n.outcome, 0, 0, 0, 0 from inserted n
    where not exists (select 1 from item_count c where c.campaign_id = n.campaign_id and c.reviewer_id = n.reviewer_id and c.outcome = n.outcome);

    update c set items = c.items + d.items, drafts = c.drafts + d.drafts, flagged = c.flagged + d.flagged, questions = c.questions + d.questions
    from item_count c
    join (
        select campaign_id, reviewer_id, outcome, sum(one) as items, sum(case when draft is null then 0 else one end) as drafts, sum(case when flags = '' then 0 else one end) as flagged,
            sum(case when kind = 'Grant' then 0 else one end) as questions
        from (
            select campaign_id, reviewer_id, outcome, draft, flags, kind, 1 as one from inserted
            union all
            select campaign_id, reviewer_id, outcome, draft, flags, kind, -1 from deleted
        ) moved
        group by campaign_id, reviewer_id, outcome
    ) d on d.campaign_id = c.campaign_id and d.reviewer_id = c.reviewer_id and d.outcome = c.outcome
    where d.items <> 0 or d.drafts <> 0;
end;
go
