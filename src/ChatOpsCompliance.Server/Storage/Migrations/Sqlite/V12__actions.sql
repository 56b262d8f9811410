-- What somebody must do about a change nobody approved, a gate that drifted, a review of an emergency change. One of a kind for each matter.
create table action_task (
    id text not null primary key,
    number integer not null,
    kind text not null,
    subject text not null,
    title text not null,
    what text not null,
    opened_by text null,
    owner_id text null references person (id),
    about_id text null references person (id),
    status text not null,
    opened_at text not null,
    deadline text not null,
    done_by text null,
    done_at text null,
    done_words text null,
    settled_by text null,
    settled_at text null,
    settled_words text null,
    reopened text null,
    reopened_by text null,
    reopened_words text null,
    justification text null,
    justified_by text null,
    justified_at text null,
    escalated text not null
);
create unique index ix_action_task_number on action_task (number);
create unique index ix_action_task_matter on action_task (kind, subject);
create index ix_action_task_status on action_task (status, owner_id);
