-- A period that was cancelled may be launched again: the attempts of one period are counted.
alter table campaign add attempt int not null constraint df_campaign_attempt default 0;
drop index ux_campaign_period on campaign;
create unique index ux_campaign_period on campaign (definition, period, attempt);
alter table campaign add replaces uniqueidentifier null;
alter table campaign add original_due_at datetime2(6) null;
alter table campaign add roster_followed bigint null;
alter table campaign add reason nvarchar(max) null;
alter table campaign add cancelled_at datetime2(6) null;
alter table campaign add cancelled_by uniqueidentifier null;
alter table campaign add approved_at datetime2(6) null;
alter table campaign add approved_by uniqueidentifier null;
alter table campaign add approval nvarchar(max) null;

-- Whose an item is while somebody else decides for them.
alter table review_item add delegated_from uniqueidentifier null;

-- Every decision there ever was on an item; the item itself has the one that counts.
create table review_decision (
    campaign_id uniqueidentifier not null references campaign (id),
    ordinal int not null,
    number int not null,
    stage int not null,
    decision nvarchar(100) collate Latin1_General_100_BIN2 not null,
    words nvarchar(max) null,
    by_person uniqueidentifier not null,
    at datetime2(6) not null,
    primary key (campaign_id, ordinal, number)
);
create index ix_review_decision_by on review_decision (by_person);

-- Out of office: from the first to the last day, where the person who is away lives.
create table delegation (
    id uniqueidentifier not null primary key,
    from_person uniqueidentifier not null references person (id),
    to_person uniqueidentifier not null references person (id),
    first_day date not null,
    last_day date not null,
    made_at datetime2(6) not null,
    ended_at datetime2(6) null
);
create index ix_delegation_from on delegation (from_person);

-- What one person asks for and another must approve.
create table campaign_request (
    id uniqueidentifier not null primary key,
    campaign_id uniqueidentifier not null references campaign (id),
    kind nvarchar(100) collate Latin1_General_100_BIN2 not null,
    detail nvarchar(max) not null,
    words nvarchar(max) null,
    asked_by uniqueidentifier not null references person (id),
    asked_at datetime2(6) not null,
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    answered_by uniqueidentifier null,
    answered_at datetime2(6) null,
    answer nvarchar(max) null
);
create index ix_campaign_request_campaign on campaign_request (campaign_id, status);

-- Reminders: one message a person and day at most, and each thing said once.
create table nudge (
    person_id uniqueidentifier not null references person (id),
    day date not null,
    sent_at datetime2(6) not null,
    primary key (person_id, day)
);

create table nudge_topic (
    person_id uniqueidentifier not null references person (id),
    topic nvarchar(200) collate Latin1_General_100_BIN2 not null,
    day date not null,
    primary key (person_id, topic)
);
