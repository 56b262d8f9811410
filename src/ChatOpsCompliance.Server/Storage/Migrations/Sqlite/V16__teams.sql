-- Where Teams said that somebody is reached; an empty object_id is the tenant itself. Teams can't be asked for it.
create table teams_conversation (
    tenant text not null,
    object_id text not null,
    conversation text not null,
    service_url text not null,
    told_at text not null,
    primary key (tenant, object_id)
) without rowid;

-- Which message was posted under which key of the outbox: Teams can't be asked for that either.
create table teams_post (
    id text not null primary key,
    message text not null,
    posted_at text not null
) without rowid;
create index teams_post_posted_at on teams_post (posted_at);
