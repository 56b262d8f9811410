-- Files that came with forms. Until an act makes one evidence of its subject, it is only uploaded.
create table attachment (
    id uniqueidentifier not null primary key,
    name nvarchar(200) not null,
    size bigint not null,
    hash char(64) collate Latin1_General_100_BIN2 not null,
    content varbinary(max) not null,
    uploaded_by uniqueidentifier not null references person (id),
    uploaded_at datetime2(6) not null,
    subject nvarchar(300) collate Latin1_General_100_BIN2 null
);
create index ix_attachment_subject on attachment (subject);
