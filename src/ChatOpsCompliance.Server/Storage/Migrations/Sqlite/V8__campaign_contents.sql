-- What an item asks about, in which of two stages it is, for how many grants it stands, and what was decided last time.
alter table review_item add column kind text not null default 'Grant';
alter table review_item add column stage integer not null default 1;
alter table review_item add column covers integer not null default 1;
alter table review_item add column statement text null;
alter table review_item add column last_said text null;
alter table review_item add column last_said_by text null;
alter table review_item add column first_by text null;

-- A period that came and went without its review.
create table review_missed (
    definition text not null,
    period text not null,
    noticed_at text not null,
    primary key (definition, period)
) without rowid;

-- Who moved and is to have their access reviewed, once a day at most.
create table person_move (
    person_id text not null references person (id),
    moved_on text not null,
    settled_at text null,
    primary key (person_id, moved_on)
) without rowid;

-- Whether signs of hasty reviewing are told, as it was agreed when the campaign was launched.
create table campaign_signals (
    campaign_id text not null references campaign (id),
    signals text not null,
    primary key (campaign_id)
) without rowid;
