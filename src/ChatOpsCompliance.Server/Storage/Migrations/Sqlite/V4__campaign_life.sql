-- A period that was cancelled may be launched again: the attempts of one period are counted.
alter table campaign add column attempt integer not null default 0;
drop index ux_campaign_period;
create unique index ux_campaign_period on campaign (definition, period, attempt);
alter table campaign add column replaces text null;
alter table campaign add column original_due_at text null;
alter table campaign add column roster_followed integer null;
alter table campaign add column reason text null;
alter table campaign add column cancelled_at text null;
alter table campaign add column cancelled_by text null;
alter table campaign add column approved_at text null;
alter table campaign add column approved_by text null;
alter table campaign add column approval text null;

-- Whose an item is while somebody else decides for them.
alter table review_item add column delegated_from text null;

-- Every decision there ever was on an item; the item itself has the one that counts.
create table review_decision (
    campaign_id text not null references campaign (id),
    ordinal integer not null,
    number integer not null,
    stage integer not null,
    decision text not null,
    words text null,
    by_person text not null,
    at text not null,
    primary key (campaign_id, ordinal, number)
) without rowid;
create index ix_review_decision_by on review_decision (by_person);

-- Out of office: from the first to the last day, where the person who is away lives.
create table delegation (
    id text not null primary key,
    from_person text not null references person (id),
    to_person text not null references person (id),
    first_day text not null,
    last_day text not null,
    made_at text not null,
    ended_at text null
);
create index ix_delegation_from on delegation (from_person);

-- What one person asks for and another must approve.
create table campaign_request (
    id text not null primary key,
    campaign_id text not null references campaign (id),
    kind text not null,
    detail text not null,
    words text null,
    asked_by text not null references person (id),
    asked_at text not null,
    status text not null,
    answered_by text null,
    answered_at text null,
    answer text null
);
create index ix_campaign_request_campaign on campaign_request (campaign_id, status);

-- Reminders: one message a person and day at most, and each thing said once.
create table nudge (
    person_id text not null references person (id),
    day text not null,
    sent_at text not null,
    primary key (person_id, day)
) without rowid;

create table nudge_topic (
    person_id text not null references person (id),
    topic text not null,
    day text not null,
    primary key (person_id, topic)
) without rowid;
