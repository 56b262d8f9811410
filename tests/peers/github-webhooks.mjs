// What @octokit/webhooks-methods makes of GitHub's webhooks.
//   examples SECRET         every payload of @octokit/webhooks-examples, one JSON line {event, body, signature} each
//   verify SECRET FILE      reads JSON lines {body, signature} and writes one line "true" or "false" for each
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { sign, verify } from '@octokit/webhooks-methods';

const [what, secret, file] = process.argv.slice(2);
const out = fs.createWriteStream(null, { fd: 1 });

if (what === 'examples') {
  const all = createRequire(import.meta.url)('@octokit/webhooks-examples');
  const versions = Array.isArray(all) ? [all] : Object.values(all);
  for (const { name, examples } of versions.flat()) for (const example of examples) {
    const body = JSON.stringify(example);
    out.write(`${JSON.stringify({ event: name, body, signature: await sign(secret, body) })}\n`);
  }
} else {
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) if (line) {
    const { body, signature } = JSON.parse(line);
    out.write(`${await verify(secret, body, signature).catch(() => false)}\n`);
  }
}
