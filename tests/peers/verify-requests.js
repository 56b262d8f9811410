// What @slack/bolt makes of HTTP requests at one moment: reads JSON lines {timestamp, signature, contentType, body} (a header that was not
// sent is null) from the file it is given and writes one line "true" or "false" for each.
'use strict';
const fs = require('node:fs');
const { HTTPModuleFunctions } = require('@slack/bolt');

const [file, signingSecret, now] = process.argv.slice(2);
Date.now = () => Number(now);

async function accepts({ timestamp, signature, contentType, body }) {
  const headers = { 'content-type': contentType };
  if (timestamp !== null) headers['x-slack-request-timestamp'] = timestamp;
  if (signature !== null) headers['x-slack-signature'] = signature;
  try {
    await HTTPModuleFunctions.parseAndVerifyHTTPRequest({ signingSecret }, { headers, rawBody: Buffer.from(body, 'utf8') }, {});
    return true;
  } catch {
    return false;
  }
}

(async () => {
  const verdicts = [];
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) if (line) verdicts.push(await accepts(JSON.parse(line)));
  process.stdout.write(verdicts.join('\n') + '\n');
})();
