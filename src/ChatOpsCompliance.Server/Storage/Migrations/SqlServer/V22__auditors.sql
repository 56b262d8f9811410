-- Auditors' engagements: what they may read, and until which day. Whoever is not in the roster has a person of their own, without an entry in any roster.
create table auditor_engagement (
    id uniqueidentifier not null primary key,
    person_id uniqueidentifier not null references person (id),
    name nvarchar(300) not null,
    email nvarchar(320) collate Latin1_General_100_BIN2 not null,
    first_day date not null,
    last_day date not null,
    until_day date not null,
    invited_by uniqueidentifier not null references person (id),
    invited_at datetime2(6) not null,
    ended_at datetime2(6) null
);
create index ix_auditor_engagement_person on auditor_engagement (person_id, invited_at);
create index ix_auditor_engagement_email on auditor_engagement (email, invited_at);
