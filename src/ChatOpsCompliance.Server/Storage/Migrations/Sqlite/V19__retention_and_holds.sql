-- Legal holds: while one stands nothing of its days is let go or erased.
create table legal_hold (
    id text not null primary key,
    first_day text null,
    last_day text null,
    why text null,
    placed_by text not null references person (id),
    placed_at text not null,
    lifted_by text null,
    lifted_at text null,
    lifted_why text null
) without rowid;

-- When the rows of an old extract were let go, and the words of an old review; hashes stay.
alter table access_snapshot add rows_gone_at text null;
alter table campaign add words_gone_at text null;
