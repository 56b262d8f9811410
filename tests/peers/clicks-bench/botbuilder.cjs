// The other side of the benchmark of clicks in Teams: an Action.Execute that decides, answered by the Bot Framework SDK over better-sqlite3 on a copy of the same database.
// The body is parsed by hand, which is less work than the web frameworks that the SDK is used with do.
//   node botbuilder.cjs DATABASE APP_ID TENANT OPENID_METADATA    prints its port; ends when its input does
'use strict';
const http = require('node:http');
const { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } = require('botbuilder');
const { AuthenticationConstants } = require('botframework-connector');
const decisions = require('./decisions.cjs');

const [file, appId, tenant, metadata] = process.argv.slice(2);
const decide = decisions(file, 'teams');

// The public cloud's own values, but for the address of the keys.
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({
  MicrosoftAppType: 'SingleTenant', MicrosoftAppId: appId, MicrosoftAppTenantId: tenant, MicrosoftAppPassword: 'a client secret', ValidateAuthority: true,
  ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrlPrefix + tenant, ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
  ToBotFromChannelTokenIssuer: AuthenticationConstants.ToBotFromChannelTokenIssuer, OAuthUrl: AuthenticationConstants.OAuthUrl,
  ToBotFromChannelOpenIdMetadataUrl: metadata, ToBotFromEmulatorOpenIdMetadataUrl: AuthenticationConstants.ToBotFromEmulatorOpenIdMetadataUrl,
}));

class Bot extends ActivityHandler {
  async onAdaptiveCardInvoke({ activity }, { action }) {
    const reply = decide(decisions.sha256(`${activity.conversation.id}/${activity.id}`), activity.channelData.tenant.id, activity.from.aadObjectId, action.data.own);
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: reply.Text }] }] } };
  }
}

const bot = new Bot();
const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    let body = '';
    let type;
    const answer = {
      status(code) { response.statusCode = code; return answer; },
      header(name, value) { response.setHeader(name, value); return answer; },
      send(what) { [body, type] = typeof what === 'string' ? [what, 'text/plain'] : [JSON.stringify(what), 'application/json']; return answer; },
      end() {
        response.setHeader('Content-Length', Buffer.byteLength(body));
        if (type) response.setHeader('Content-Type', type);
        response.end(body);
      },
    };
    const asked = { method: request.method, headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
    adapter.process(asked, answer, (context) => bot.run(context)).catch((e) => { console.error(e); response.destroy(); });
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
