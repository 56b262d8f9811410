-- Accounts that are to become somebody else's: one administrator asks, another answers.
create table account_move (
    id text not null primary key,
    platform text not null,
    workspace text not null,
    user_id text not null,
    from_person text not null references person (id),
    to_person text not null references person (id),
    why text not null,
    asked_by text not null references person (id),
    asked_at text not null,
    status text not null,
    answered_by text null,
    answered_at text null
) without rowid;
