// A small app of Slack's own SDK, run against our fake of Slack: whatever the fake gets wrong, the SDK shows.
// Tells what it saw on stdout, one JSON object a line. Settings: API_URL, BOT_TOKEN, APP_TOKEN (Socket Mode) or SIGNING_SECRET (HTTP; prints its port).
const { App, SocketModeReceiver, HTTPReceiver, LogLevel } = require('@slack/bolt');

const tell = (what, more = {}) => process.stdout.write(JSON.stringify({ what, ...more }) + '\n');
const clientOptions = { slackApiUrl: process.env.API_URL };
const socket = !!process.env.APP_TOKEN;
const receiver = socket
  ? new SocketModeReceiver({ appToken: process.env.APP_TOKEN, installerOptions: { clientOptions }, clientPingTimeout: 200, logLevel: LogLevel.ERROR })
  : new HTTPReceiver({ signingSecret: process.env.SIGNING_SECRET, endpoints: ['/slack/events', '/slack/interactions', '/slack/commands'], logLevel: LogLevel.ERROR });
const app = new App({ token: process.env.BOT_TOKEN, receiver, clientOptions, logLevel: LogLevel.ERROR });

const plain = (text) => ({ type: 'plain_text', text });
const form = (title) => ({
  type: 'modal', callback_id: 'form', private_metadata: 'kept', title: plain(title), submit: plain('Send'), notify_on_close: true,
  blocks: [{
    type: 'input', block_id: 'reason', label: plain('Reason'), dispatch_action: true,
    element: { type: 'static_select', action_id: 'why', options: [{ text: plain('Bad'), value: 'bad' }, { text: plain('Again'), value: 'again' }, { text: plain('Good'), value: 'good' }] },
  }],
});
const failing = async (call) => call.then(() => tell('done'), (e) => tell('failed', { code: e.code, error: e.data?.error, needed: e.data?.needed, provided: e.data?.provided, messages: e.data?.response_metadata?.messages }));

let kept;
app.action('open', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: form('First') });
  await failing(client.views.open({ trigger_id: body.trigger_id, view: form('Twice') }));
});
app.action('keep', async ({ ack, body }) => { await ack(); kept = body.trigger_id; tell('kept'); });
app.action('use', async ({ ack, client }) => { await ack(); await failing(client.views.open({ trigger_id: kept, view: form('Late') })); });
app.action('why', async ({ ack, body, action }) => { await ack(); tell('chose', { value: action.selected_option.value, metadata: body.view.private_metadata }); });
app.action('respond', async ({ ack, respond }) => { await ack(); await respond({ replace_original: true, text: 'Replaced' }); tell('responded'); });
app.view('form', async ({ ack, view, body, client }) => {
  const value = view.state.values.reason.why.selected_option.value;
  if (value === 'bad') return ack({ response_action: 'errors', errors: { reason: 'Not that one.' } });
  if (value === 'again') return ack({ response_action: 'update', view: form('Second') });
  await ack();
  const sent = await client.chat.postMessage({ channel: body.user.id, text: 'Thank you', metadata: { event_type: 'thanks', event_payload: { id: '1' } } });
  const found = await client.conversations.history({ channel: sent.channel, limit: 5, include_all_metadata: true });
  tell('thanked', { id: found.messages[0].metadata.event_payload.id, same: found.messages[0].ts === sent.ts });
});
app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => { await ack(); tell('closed'); });
app.command('/review', async ({ ack, command }) => { await ack({ response_type: 'ephemeral', text: `You wrote ${command.text}` }); });
app.event('app_home_opened', async ({ event, client, context }) => {
  await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'section', text: plain('Welcome') }] } });
  tell('home', { retry: context.retryNum ?? 0 });
});
app.message('flood', async ({ message, client }) => {
  for (let n = 1; n <= 8; n++) await client.chat.postMessage({ channel: message.channel, text: `Drop ${n}` });
  tell('flooded');
});
app.message('people', async ({ message, client }) => { await failing(client.users.info({ user: message.user })); });
app.message('large', async ({ message, client }) => {
  await failing(client.chat.postMessage({ channel: message.channel, text: 'Large', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }));
});
app.message('buttons', async ({ message, client }) => {
  const button = (id) => ({ type: 'button', action_id: id, text: plain(id), value: id });
  await client.chat.postMessage({ channel: message.channel, text: 'Buttons', blocks: [{ type: 'actions', elements: ['open', 'keep', 'use', 'respond'].map(button) }] });
  tell('asked');
});
app.error(async (e) => tell('error', { message: String(e) }));

(async () => {
  const server = await app.start(socket ? undefined : { port: 0, host: '127.0.0.1' });
  tell('ready', { port: socket ? 0 : server.address().port });
})().catch((e) => { tell('error', { message: String(e) }); process.exit(1); });
process.stdin.on('close', () => process.exit(0)).resume();
