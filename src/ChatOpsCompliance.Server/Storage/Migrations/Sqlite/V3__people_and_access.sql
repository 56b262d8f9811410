-- What an entitlement means, and who is behind an account: as the newest file of each system, or somebody by hand, says.
create table entitlement (
    system text not null,
    name text not null,
    title text not null,
    allows text not null,
    owner_email text null,
    privileged integer null,
    birthright integer null,
    primary key (system, name)
) without rowid;

create table account_map (
    system text not null,
    account text not null,
    person_id text null references person (id),
    source text not null,
    matched_by text null references person (id),
    matched_at text not null,
    primary key (system, account)
) without rowid;
create index ix_account_map_person on account_map (person_id);
