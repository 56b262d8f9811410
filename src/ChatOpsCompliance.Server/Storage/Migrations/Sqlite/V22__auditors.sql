-- Auditors' engagements: what they may read, and until which day. Whoever is not in the roster has a person of their own, without an entry in any roster.
create table auditor_engagement (
    id text not null primary key,
    person_id text not null references person (id),
    name text not null,
    email text not null,
    first_day text not null,
    last_day text not null,
    until_day text not null,
    invited_by text not null references person (id),
    invited_at text not null,
    ended_at text null
) without rowid;
create index ix_auditor_engagement_person on auditor_engagement (person_id, invited_at);
create index ix_auditor_engagement_email on auditor_engagement (email, invited_at);
