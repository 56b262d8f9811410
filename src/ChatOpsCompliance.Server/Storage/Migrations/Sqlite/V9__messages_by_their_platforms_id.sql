create index ix_standing_message_external on standing_message (external_id) where external_id is not null;
