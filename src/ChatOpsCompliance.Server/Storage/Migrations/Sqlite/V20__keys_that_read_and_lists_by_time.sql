-- Keys of people's tools read what a role may read; an auditor's, what lies in a period.
alter table api_key add reads text not null default '';
alter table api_key add first_day text null;
alter table api_key add last_day text null;

-- Lists of the API and of the console go from page to page by these.
create index ix_deployment_started on deployment (started_at desc, id desc);
create index ix_deployment_class on deployment (class, started_at desc, id desc);

-- Which act an effect comes from, as other tools follow it (W3C trace context); null when nobody watched.
alter table outbox add traceparent text null;
