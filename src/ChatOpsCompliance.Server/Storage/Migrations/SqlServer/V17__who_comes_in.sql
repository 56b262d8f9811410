-- Who is signed in to the console. The cookie is a secret of which this keeps the SHA-256; what it opens is asked at each request.
-- claims: what the provider's role claim said at the sign-in, a line each. idle_at: when it ends if nothing is asked before.
create table console_session (
    id uniqueidentifier not null primary key,
    secret_hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
    person_id uniqueidentifier not null references person (id),
    claims nvarchar(max) not null,
    began_at datetime2(6) not null,
    idle_at datetime2(6) not null,
    ends_at datetime2(6) not null,
    fresh_at datetime2(6) null,
    ended_at datetime2(6) null
);
create unique index ux_console_session_secret on console_session (secret_hash);
create index ix_console_session_person on console_session (person_id);

-- The keys that protect forms and the way to the provider and back; no session and no right depends on them.
create table data_key (
    id nvarchar(100) collate Latin1_General_100_BIN2 not null primary key,
    xml nvarchar(max) not null,
    added_at datetime2(6) not null
);
