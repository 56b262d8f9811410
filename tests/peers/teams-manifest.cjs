// Whether an app manifest for Teams, given as a file, is one: its schema as Microsoft publishes it, by its own version. Prints what is wrong, a line each.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const home = require.resolve('@microsoft/app-manifest/package.json');
const theirs = createRequire(home);
const [Ajv, formats] = [theirs('ajv-draft-04'), theirs('ajv-formats')];

const manifest = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const folder = path.join(path.dirname(home), 'build', 'json-schemas', 'teams', `v${manifest.manifestVersion}`);
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const validate = ajv.compile(JSON.parse(fs.readFileSync(path.join(folder, 'MicrosoftTeams.schema.json'), 'utf8')));
if (!validate(manifest)) for (const error of validate.errors) console.log(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
