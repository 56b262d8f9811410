-- What somebody must do about a change nobody approved, a gate that drifted, a review of an emergency change. One of a kind for each matter.
create table action_task (
    id uniqueidentifier not null primary key,
    number int not null,
    kind nvarchar(100) collate Latin1_General_100_BIN2 not null,
    subject nvarchar(700) collate Latin1_General_100_BIN2 not null,
    title nvarchar(1000) not null,
    what nvarchar(max) not null,
    opened_by uniqueidentifier null,
    owner_id uniqueidentifier null references person (id),
    about_id uniqueidentifier null references person (id),
    status nvarchar(100) collate Latin1_General_100_BIN2 not null,
    opened_at datetime2(6) not null,
    deadline datetime2(6) not null,
    done_by uniqueidentifier null,
    done_at datetime2(6) null,
    done_words nvarchar(3000) null,
    settled_by uniqueidentifier null,
    settled_at datetime2(6) null,
    settled_words nvarchar(3000) null,
    reopened nvarchar(100) collate Latin1_General_100_BIN2 null,
    reopened_by uniqueidentifier null,
    reopened_words nvarchar(3000) null,
    justification nvarchar(3000) null,
    justified_by uniqueidentifier null,
    justified_at datetime2(6) null,
    escalated nvarchar(100) collate Latin1_General_100_BIN2 not null
);
create unique index ix_action_task_number on action_task (number);
create unique index ix_action_task_matter on action_task (kind, subject);
create index ix_action_task_status on action_task (status, owner_id);
