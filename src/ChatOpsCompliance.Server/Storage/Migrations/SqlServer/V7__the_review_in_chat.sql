-- A modification names the entitlement that is to take the place of the one reviewed.
alter table review_item add draft_to nvarchar(300) null;
alter table review_item add modify_to nvarchar(300) null;
alter table review_decision add modify_to nvarchar(300) null;

-- Who had the item before its reviewer of now, why it went on, and what they said with it. Null for its first reviewer.
alter table review_item add given_from uniqueidentifier null;
alter table review_item add given_cause nvarchar(30) null;
alter table review_item add given_words nvarchar(max) null;
