// What botframework-connector makes of activities' tokens at one moment: reads JSON lines {authorization, channelId, serviceUrl} (what was not sent is
// null) from the file it is given and writes one line "true" or "false" for each. It reads keys from the one address it is given, also those of the emulator.
'use strict';
const fs = require('node:fs');
const { AuthenticationConstants, ChannelValidation, JwtTokenValidation, SimpleCredentialProvider } = require('botframework-connector');

const [file, metadata, appId, now] = process.argv.slice(2);
Date.now = () => Number(now);
console.error = () => {};
ChannelValidation.OpenIdMetadataEndpoint = metadata;
AuthenticationConstants.ToBotFromEmulatorOpenIdMetadataUrl = metadata;

async function accepts({ authorization, channelId, serviceUrl }) {
  try {
    const identity = await JwtTokenValidation.authenticateRequest({ channelId: channelId ?? undefined, serviceUrl: serviceUrl ?? undefined }, authorization ?? '', new SimpleCredentialProvider(appId, 'a password'), '');
    return identity.isAuthenticated;
  } catch {
    return false;
  }
}

(async () => {
  const verdicts = [];
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) if (line) verdicts.push(await accepts(JSON.parse(line)));
  process.stdout.write(verdicts.join('\n') + '\n');
})();
