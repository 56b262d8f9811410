-- Who broke the glass: neither the second approval nor the review may be theirs.
alter table emergency_change add glass_by text null references person (id);
