-- What an entitlement means, and who is behind an account: as the newest file of each system, or somebody by hand, says.
create table entitlement (
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    name nvarchar(300) collate Latin1_General_100_BIN2 not null,
    title nvarchar(300) not null,
    allows nvarchar(2000) not null,
    owner_email nvarchar(320) collate Latin1_General_100_BIN2 null,
    privileged bit null,
    birthright bit null,
    primary key (system, name)
);

create table account_map (
    system nvarchar(100) collate Latin1_General_100_BIN2 not null,
    account nvarchar(300) collate Latin1_General_100_BIN2 not null,
    person_id uniqueidentifier null references person (id),
    source nvarchar(100) collate Latin1_General_100_BIN2 not null,
    matched_by uniqueidentifier null references person (id),
    matched_at datetime2(6) not null,
    primary key (system, account)
);
create index ix_account_map_person on account_map (person_id);
