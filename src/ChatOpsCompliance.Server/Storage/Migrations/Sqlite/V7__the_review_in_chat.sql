-- A modification names the entitlement that is to take the place of the one reviewed.
alter table review_item add column draft_to text null;
alter table review_item add column modify_to text null;
alter table review_decision add column modify_to text null;

-- Who had the item before its reviewer of now, why it went on, and what they said with it. Null for its first reviewer.
alter table review_item add column given_from text null;
alter table review_item add column given_cause text null;
alter table review_item add column given_words text null;
