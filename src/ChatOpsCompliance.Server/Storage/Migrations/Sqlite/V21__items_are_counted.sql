-- How many items each reviewer has with each outcome, counted along with every change of an item, in its transaction: no page counts a million.
create table item_count (
    campaign_id text not null references campaign (id),
    reviewer_id text not null references person (id),
    outcome text not null,
    items integer not null,
    drafts integer not null,
    flagged integer not null,
    questions integer not null,
    primary key (campaign_id, reviewer_id, outcome)
) without rowid;

insert into item_count (campaign_id, reviewer_id, outcome, items, drafts, flagged, questions)
select campaign_id, reviewer_id, outcome, count(*), sum(draft is not null), sum(flags <> ''), sum(kind <> 'Grant') from review_item group by campaign_id, reviewer_id, outcome;

create trigger review_item_added after insert on review_item begin
    insert into item_count (campaign_id, reviewer_id, outcome, items, drafts, flagged, questions)
    values (new.campaign_id, new.reviewer_id, new.outcome, 1, new.draft is not null, new.flags <> '', new.kind <> 'Grant')
    on conflict (campaign_id, reviewer_id, outcome) do update set items = items + 1, drafts = drafts + excluded.drafts, flagged = flagged + excluded.flagged, questions = questions + excluded.questions;
end;

create trigger review_item_changed after update of outcome, reviewer_id, draft on review_item
when new.outcome <> old.outcome or new.reviewer_id <> old.reviewer_id or (new.draft is null) <> (old.draft is null) begin
    update item_count set items = items - 1, drafts = drafts - (old.draft is not null), flagged = flagged - (old.flags <> ''), questions = questions - (old.kind <> 'Grant')
    where campaign_id = old.campaign_id and reviewer_id = old.reviewer_id and outcome = old.outcome;
    insert into item_count (campaign_id, reviewer_id, outcome, items, drafts, flagged, questions)
    values (new.campaign_id, new.reviewer_id, new.outcome, 1, new.draft is not null, new.flags <> '', new.kind <> 'Grant')
    on conflict (campaign_id, reviewer_id, outcome) do update set items = items + 1, drafts = drafts + excluded.drafts, flagged = flagged + excluded.flagged, questions = questions + excluded.questions;
end;
