-- Without it the planner takes a campaign for ten rows, and walks all of them to find those of one reviewer. Rows of the table, then of each longer prefix of the index.
analyze sqlite_schema;
insert into sqlite_stat1 (tbl, idx, stat) values ('review_item', 'review_item', '1000000 100000 1');
insert into sqlite_stat1 (tbl, idx, stat) values ('review_item', 'ix_review_item_reviewer', '1000000 100000 100');
insert into sqlite_stat1 (tbl, idx, stat) values ('review_item', 'ix_review_item_outcome', '1000000 100000 20000');
