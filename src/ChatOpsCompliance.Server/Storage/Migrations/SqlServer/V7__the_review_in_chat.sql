-- A modification names the entitlement that is to take the place of the one reviewed.
alter table review_item add draft_to nvarchar(300) null;
alter table review_item add modify_to nvarchar(300) null;

-- Why the item came to its first reviewer: by which part of the reviewer rule. Null for items of before.
alter table review_item add because nvarchar(30) null;
