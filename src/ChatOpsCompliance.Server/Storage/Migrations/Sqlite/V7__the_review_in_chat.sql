-- A modification names the entitlement that is to take the place of the one reviewed.
alter table review_item add column draft_to text null;
alter table review_item add column modify_to text null;

-- Why the item came to its first reviewer: by which part of the reviewer rule. Null for items of before.
alter table review_item add column because text null;
