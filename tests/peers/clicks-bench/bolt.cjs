// The other side of the benchmark of Slack's clicks: a button that decides, answered by @slack/bolt over better-sqlite3 on a copy of the same database.
//   node bolt.cjs DATABASE SIGNING_SECRET    prints its port; ends when its input does
'use strict';
const { App, HTTPReceiver, LogLevel } = require('@slack/bolt');
const decisions = require('./decisions.cjs');

const [file, signingSecret] = process.argv.slice(2);
const decide = decisions(file, 'slack');

(async () => {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: ['/slack/interactions'], processBeforeResponse: true, logLevel: LogLevel.ERROR });
  const app = new App({ receiver, logLevel: LogLevel.ERROR, authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BOT', botUserId: 'U0BOT' }) });
  app.action('decide', async ({ ack, body, action }) => {
    decide(decisions.sha256(body.trigger_id), body.team.id, body.user.id, JSON.parse(action.value).Values);
    await ack();
  });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  console.log(server.address().port);
  process.stdin.on('end', () => process.exit(0)).resume();
})();
