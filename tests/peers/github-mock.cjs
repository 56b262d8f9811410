// A mock of GitHub's API, made by @stoplight/prism-cli from GitHub's own description (@octokit/openapi): it checks each request against it and answers
// with its examples. Only the addresses we use are read, which takes two seconds instead of a minute. Prints {"url"} once it listens; ends with its standard input.
'use strict';
const { createLogger } = require('@stoplight/prism-core');
const { getHttpOperationsFromSpec } = require('@stoplight/prism-http');
const { createServer } = require('@stoplight/prism-http-server');
const api = require('@octokit/openapi/generated/api.github.com.json');

const used = JSON.parse(process.argv[2]);
const rule = '/repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule';
const rules = '/repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules';

(async () => {
  const missing = used.filter((path) => !api.paths[path]);
  if (missing.length) throw new Error(`GitHub has no ${missing.join(', ')}`);
  api.paths = Object.fromEntries(used.map((path) => [path, api.paths[path]]));
  delete api['x-webhooks'];
  // The description also takes a mere comment, of any state; an answer of ours has to be one.
  if (api.paths[rule]) api.paths[rule].post.requestBody.content['application/json'].schema = { $ref: '#/components/schemas/review-custom-gates-state-required' };
  // An example that is not of its own schema; there is a right one beside it.
  if (api.paths[rules]) delete api.paths[rules].get.responses[200].content['application/json'].schema.example;
  const operations = await getHttpOperationsFromSpec(api);
  const server = createServer(operations, {
    cors: false,
    config: { mock: { dynamic: false }, validateRequest: true, validateResponse: false, checkSecurity: true, errors: true, isProxy: false, upstreamProxy: undefined },
    components: { logger: createLogger('mock', { enabled: false }) },
  });
  const url = await server.listen(0, '127.0.0.1');
  process.stdout.write(`${JSON.stringify({ url })}\n`);
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
})().catch((e) => { console.error(e); process.exit(1); });
