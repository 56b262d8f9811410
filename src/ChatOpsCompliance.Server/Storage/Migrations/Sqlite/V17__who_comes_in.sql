-- Who is signed in to the console. The cookie is a secret of which this keeps the SHA-256; what it opens is asked at each request.
-- claims: what the provider's role claim said at the sign-in, a line each. idle_at: when it ends if nothing is asked before.
create table console_session (
    id text not null primary key,
    secret_hash text not null,
    person_id text not null references person (id),
    claims text not null,
    began_at text not null,
    idle_at text not null,
    ends_at text not null,
    fresh_at text null,
    ended_at text null
);
create unique index ux_console_session_secret on console_session (secret_hash);
create index ix_console_session_person on console_session (person_id);

-- The keys that protect forms and the way to the provider and back; no session and no right depends on them.
create table data_key (
    id text not null primary key,
    xml text not null,
    added_at text not null
) without rowid;
