-- Accounts that are to become somebody else's: one administrator asks, another answers.
create table account_move (
    id uniqueidentifier not null primary key,
    platform nvarchar(100) collate Latin1_General_100_BIN2 not null,
    workspace nvarchar(100) collate Latin1_General_100_BIN2 not null,
    user_id nvarchar(100) collate Latin1_General_100_BIN2 not null,
    from_person uniqueidentifier not null references person (id),
    to_person uniqueidentifier not null references person (id),
    why nvarchar(max) not null,
    asked_by uniqueidentifier not null references person (id),
    asked_at datetime2(6) not null,
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    answered_by uniqueidentifier null,
    answered_at datetime2(6) null
);
