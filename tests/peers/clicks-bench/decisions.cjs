// What the other sides of the benchmarks of clicks do to the database: in one transaction, the statements that our service runs for a button that decides, with the
// same settings. The caller acknowledges after the commit.
'use strict';
const { createHash, randomUUID } = require('node:crypto');
const Database = require('better-sqlite3');

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

// The act: (delivery key, workspace, user, the button's values) → the reply.
module.exports = function decisions(file, platform) {
  const db = new Database(file);
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on', 'cache_size = -32000', 'temp_store = memory', 'busy_timeout = 5000']) db.pragma(pragma);

  const earlier = db.prepare('select reply from delivery where delivery_key = @key');
  const person = db.prepare(`
    select e.person_id as id, p.roster_key, e.name, e.email, e.manager_id as manager, e.active, e.time_zone, e.title, e.department, e.worker_type, s.person_id as sponsor, e.start_date, e.end_date
    from roster_current c join roster_entry e on e.roster = c.roster join person p on p.id = e.person_id
    left join roster_entry s on s.roster = c.roster and s.email = e.sponsor_email join chat_account a on a.person_id = e.person_id
    where a.platform = @platform and a.workspace = @workspace and a.user_id = @user`);
  const item = db.prepare(`
    select i.campaign_id, i.ordinal, c.status as campaign_status, i.system, i.account, i.account_type, i.entitlement, i.environment, i.privileged, i.mfa, i.last_used_at,
        i.subject_id, s.name as subject_name, i.reviewer_id, coalesce(v.name, 'somebody') as reviewer_name, i.flags, i.drafted_at, i.draft, i.draft_words, i.draft_to, i.outcome, i.decision, i.words, i.modify_to,
        i.decided_by, d.name as decided_by_name, i.decided_at, i.kind, i.stage, i.covers, i.statement, i.last_said, i.first_by,
        nullif(e.title, '') as title, nullif(e.allows, '') as allows, g.granted_at, g.expires_at, g.granted_via, g.request_ref,
        p.name as given_by, i.given_cause as given_because, i.given_words
    from review_item i
    join campaign c on c.id = i.campaign_id
    join roster_current r on r.id = 1
    left join roster_entry s on s.roster = r.roster and s.person_id = i.subject_id
    left join roster_entry v on v.roster = r.roster and v.person_id = i.reviewer_id
    left join roster_entry d on d.roster = r.roster and d.person_id = i.decided_by
    left join access_grant g on g.snapshot = i.snapshot and g.ordinal = i.grant_ordinal
    left join entitlement e on e.system = i.system and e.name = i.entitlement
    left join roster_entry p on p.roster = r.roster and p.person_id = i.given_from where i.campaign_id = @campaign and i.ordinal = @ordinal`);
  const decide = db.prepare(`
    update review_item set outcome = @outcome, decision = @decision, words = @words, modify_to = @to, decided_by = @by, decided_at = @at
    where campaign_id = @campaign and ordinal = @ordinal and outcome = 'Undecided' and reviewer_id = @by
      and exists (select 1 from campaign c where c.id = @campaign and c.status = 'Active')`);
  const note = db.prepare(`
    insert into review_decision (campaign_id, ordinal, number, stage, decision, words, modify_to, by_person, at)
    values (@campaign, @ordinal, coalesce((select max(d.number) from review_decision d where d.campaign_id = @campaign and d.ordinal = @ordinal), 0) + 1,
        (select i.stage from review_item i where i.campaign_id = @campaign and i.ordinal = @ordinal), @decision, @words, @to, @by, @at)`);
  const keep = db.prepare('insert into delivery (delivery_key, reply, at) values (@key, @reply, @at)');
  const complete = db.prepare(`
    update campaign set status = 'Remediating', review_completed_at = @now
    where id = @campaign and status = 'Active'
      and not exists (select 1 from review_item i where i.campaign_id = @campaign and i.outcome = 'Undecided')`);
  const undrawn = db.prepare(`
    select m.id from standing_message m
    where m.kind = @kind and m.subject = @subject
      and not exists (select 1 from outbox o where o.message_id = m.id and o.status = 'ready')`);
  const enqueue = db.prepare(`
    insert into outbox (id, lane, effect, subject, payload, message_id, status, attempts, due_at, created_at)
    values (@id, @lane, 'draw', @subject, '', @message, 'ready', 0, @now, @now)`);
  const number = db.prepare('select seq + @count as seq, hash from ledger_head where id = 1');
  const append = db.prepare(`
    insert into ledger (seq, at, kind, subject, actor, body, prev, hash)
    values (@seq, @at, @kind, @subject, @actor, @body, @prev, @hash)`);
  const setHead = db.prepare('update ledger_head set seq = @seq, hash = @hash where id = 1');

  function redraw(workspace, kind, subject, now) {
    for (const { id } of undrawn.all({ kind, subject })) enqueue.run({ id: randomUUID().toUpperCase(), lane: `${platform}:${workspace}`, subject: id.toLowerCase(), message: id, now });
  }

  const act = db.transaction((key, workspace, user, values) => {
    const before = earlier.get({ key });
    if (before) return JSON.parse(before.reply);
    const by = person.get({ platform, workspace, user });
    if (!by) throw new Error('nobody');
    const campaign = values.campaign.toUpperCase();
    const ordinal = Number(values.item);
    const found = item.get({ campaign, ordinal });
    if (!found) throw new Error('no such item');
    if (found.reviewer_id !== by.id || found.campaign_status !== 'Active' || found.outcome !== 'Undecided' || found.subject_id === by.id) throw new Error('not theirs to decide');
    const at = new Date().toISOString().replace('Z', '000Z');
    if (decide.run({ outcome: 'Kept', decision: 'keep', words: null, to: null, by: by.id, at, campaign, ordinal }).changes !== 1) throw new Error('somebody was first');
    note.run({ campaign, ordinal, decision: 'keep', words: null, to: null, by: by.id, at });
    const reply = { kind: 'finish', Text: `Recorded: Keep. ${found.subject_name}, ${found.entitlement} on ${found.system}, ${found.environment}.` };
    keep.run({ key, reply: JSON.stringify(reply), at });
    complete.run({ campaign, now: at });
    redraw(workspace, 'review.digest', `${values.campaign}/${by.id.toLowerCase()}`, at);
    redraw(workspace, 'campaign.progress', values.campaign, at);
    const head = number.get({ count: 1 });
    const subject = `campaign/${values.campaign}/${ordinal}`;
    const actor = JSON.stringify({ person: by.id.toLowerCase(), via: `${platform}:${workspace}/${user}` });
    const body = JSON.stringify({ about: found.subject_id.toLowerCase(), at, by: by.id.toLowerCase(), campaign: values.campaign, decision: 'keep', ordinal, rendering: sha256(JSON.stringify(found)) });
    const hash = sha256([head.seq, at, 'item.decided', subject, actor, body, head.hash].join('\n'));
    append.run({ seq: head.seq, at, kind: 'item.decided', subject, actor, body, prev: head.hash, hash });
    setHead.run({ seq: head.seq, hash });
    return reply;
  });

  return act.immediate;
};
module.exports.sha256 = sha256;
