-- Files that came with forms. Until an act makes one evidence of its subject, it is only uploaded.
create table attachment (
    id text not null primary key,
    name text not null,
    size integer not null,
    hash text not null,
    content blob not null,
    uploaded_by text not null references person (id),
    uploaded_at text not null,
    subject text null
);
create index ix_attachment_subject on attachment (subject);
