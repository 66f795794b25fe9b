/**
 * Writes THIRD-PARTY-NOTICES.md: what the app consists of besides its own code, by package-lock.json, so that it is the
 * same on every machine. `node scripts/notices.mjs`; a test fails when the file is out of date. Suits Node 18.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundledInPage, outsideBundles } from './entries.mjs';
import { readJson, root } from './freshness.mjs';

export const noticesFile = join(root, 'THIRD-PARTY-NOTICES.md');

/** Not npm's, yet part of what users get or fetch. */
const others = [
  ['Electron', 'MIT; its licences lie beside the program: LICENSE.electron.txt, LICENSES.chromium.html'],
  ['Node.js', 'MIT and others: https://github.com/nodejs/node/blob/main/LICENSE'],
  ['TensorFlow (fetched from PyPI at set-up, not part of the package)', 'Apache-2.0'],
  ['Sample data', 'source and licence beside each file in resources/samples'],
];

export function notices() {
  const { packages } = readJson(join(root, 'package-lock.json'));
  const { dependencies } = packages[''];
  const paths = closure(packages, [...Object.keys(dependencies), ...outsideBundles, ...bundledInPage]);
  const rows = paths.map((path) => ({ path, name: nameOf(path), ...packages[path] }));
  rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
  return `${head()}
| package | version | licence |
|---|---|---|
${unique(rows.map(({ name, version, license, path }) => `| ${name} | ${version} | ${license ?? licenceIn(path)} |`)).join('\n')}
${others.map(([name, licence]) => `| ${name} | | ${licence} |`).join('\n')}

## Licence texts

The packages that lie in the app as files bring their own. These are bundled:
${texts(rows)}`;
}

const head = () => `# Third-party notices

Neuroloom is licensed under the Apache License 2.0 (LICENSE). It is built on the work of others, with thanks:
`;

const nameOf = (path) => path.split('node_modules/').at(-1);
const unique = (lines) => [...new Set(lines)];
/** A few packages name their licence only by its text. */
function licenceIn(path) {
  const file = licenceFile(path);
  if (!file) return 'not named';
  return readFileSync(file, 'utf8').includes('MIT License') ? 'MIT' : 'see its text below';
}

/** The file of an installed package that holds its licence, or null. */
function licenceFile(path) {
  const folder = join(root, path);
  const name = existsSync(folder) && readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  return name ? join(folder, name) : null;
}

/** The packages and all that they need, as paths of the lockfile. */
export function closure(packages, names) {
  const found = new Set();
  const visit = (name, from) => {
    const path = resolveIn(packages, name, from);
    if (path === null || found.has(path)) return;
    found.add(path);
    const { dependencies = {}, optionalDependencies = {} } = packages[path];
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) visit(each, path);
  };
  for (const name of names) visit(name, '');
  return [...found];
}

/** As Node finds a package: in its dependant's node_modules, then in those above. */
function resolveIn(packages, name, from) {
  for (let place = from; ;) {
    const candidate = place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (place === '') return null;
    const above = place.lastIndexOf('/node_modules/');
    place = above < 0 ? '' : place.slice(0, above);
  }
}

/** The texts of what has no file of its own in the app, each once. */
function texts(rows) {
  const asFiles = new Set(closure(readJson(join(root, 'package-lock.json')).packages, outsideBundles));
  const byText = new Map();
  for (const { path, name } of rows) {
    const file = asFiles.has(path) ? null : licenceFile(path);
    if (!file) continue;
    const text = readFileSync(file, 'utf8').trim().replaceAll('\r\n', '\n');
    byText.set(text, unique([...(byText.get(text) ?? []), name]));
  }
  return [...byText]
    .map(([text, names]) => `\n### ${names.join(', ')}\n\n\`\`\`\n${text}\n\`\`\`\n`)
    .join('');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(noticesFile, notices());
