-- Legal holds: while one stands nothing of its days is let go or erased.
create table legal_hold (
    id uniqueidentifier not null primary key,
    first_day date null,
    last_day date null,
    why nvarchar(1000) null,
    placed_by uniqueidentifier not null references person (id),
    placed_at datetime2(6) not null,
    lifted_by uniqueidentifier null,
    lifted_at datetime2(6) null,
    lifted_why nvarchar(1000) null
);

-- When the rows of an old extract were let go, and the words of an old review; hashes stay.
alter table access_snapshot add rows_gone_at datetime2(6) null;
alter table campaign add words_gone_at datetime2(6) null;
