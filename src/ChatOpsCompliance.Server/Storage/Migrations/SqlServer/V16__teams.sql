-- Where Teams said that somebody is reached; an empty object_id is the tenant itself. Teams can't be asked for it.
create table teams_conversation (
    tenant nvarchar(100) collate Latin1_General_100_BIN2 not null,
    object_id nvarchar(100) collate Latin1_General_100_BIN2 not null,
    conversation nvarchar(400) collate Latin1_General_100_BIN2 not null,
    service_url nvarchar(400) collate Latin1_General_100_BIN2 not null,
    told_at datetime2(6) not null,
    primary key (tenant, object_id)
);

-- Which message was posted under which key of the outbox: Teams can't be asked for that either.
create table teams_post (
    id nvarchar(100) collate Latin1_General_100_BIN2 not null primary key,
    message nvarchar(400) collate Latin1_General_100_BIN2 not null,
    posted_at datetime2(6) not null
);
create index teams_post_posted_at on teams_post (posted_at);
