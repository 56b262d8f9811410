-- What an item asks about, in which of two stages it is, for how many grants it stands, and what was decided last time.
alter table review_item add kind nvarchar(100) collate Latin1_General_100_BIN2 not null constraint df_review_item_kind default 'Grant';
alter table review_item add stage int not null constraint df_review_item_stage default 1;
alter table review_item add covers int not null constraint df_review_item_covers default 1;
alter table review_item add statement nvarchar(max) null;
alter table review_item add last_said nvarchar(max) null;
alter table review_item add last_said_by uniqueidentifier null;
alter table review_item add first_by uniqueidentifier null;

-- A period that came and went without its review.
create table review_missed (
    definition nvarchar(100) collate Latin1_General_100_BIN2 not null,
    period date not null,
    noticed_at datetime2(6) not null,
    primary key (definition, period)
);

-- Who moved and is to have their access reviewed, once a day at most.
create table person_move (
    person_id uniqueidentifier not null references person (id),
    moved_on date not null,
    settled_at datetime2(6) null,
    primary key (person_id, moved_on)
);

-- Whether signs of hasty reviewing are told, as it was agreed when the campaign was launched.
create table campaign_signals (
    campaign_id uniqueidentifier not null references campaign (id),
    signals nvarchar(100) collate Latin1_General_100_BIN2 not null,
    primary key (campaign_id)
);
