// npm run notices: writes THIRD_PARTY_NOTICES.md, the licences of all packages that are part of Duihua, from
// package-lock.json and node_modules. `--check` writes nothing and fails if the file is out of date. Both fail if a
// licence is not in the list of allowed ones (licence-of.mjs).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { licenceOf } from './licence-of.mjs';
import { compare, shippedPackages } from './shipped-packages.mjs';

const file = path.join(root, 'THIRD_PARTY_NOTICES.md');

const packages = shippedPackages();
const problems = packages.flatMap(problemOf);
if (problems.length > 0) fail(problems);
const licensed = packages.map((one) => ({ ...one, ...licenceOf(one) }));
const refused = licensed.filter(({ isAllowed }) => !isAllowed);
if (refused.length > 0) {
  fail(
    refused.map(
      ({ name, version, id }) =>
        `${name} ${version} is under ${id ?? 'an unknown licence'}: replace it, or allow the licence in scripts/licence-of.mjs.`,
    ),
  );
}

const text = render(licensed);
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  fail(['THIRD_PARTY_NOTICES.md is out of date: run npm run notices and commit the result.']);
}

/** Another version may be under another licence. */
function problemOf({ place, name, version, isPlatformBuild }) {
  if (isPlatformBuild) return [];
  const manifest = path.join(root, place, 'package.json');
  const installed = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined;
  if (installed === version) return [];
  return [`${name} ${version} is not installed (${installed ?? 'nothing'} is): run npm ci first.`];
}

function render(all) {
  return `# Third-party notices

Duihua itself is under the licence in [LICENSE](LICENSE). It contains or installs the packages below, which have
licences of their own. \`server\`: installed with the program; \`console\`: built into the files that browsers load, as
far as the console uses it.

Generated from \`package-lock.json\` by \`npm run notices\`. Do not edit.

| package | version | licence | part of |
| --- | --- | --- | --- |
${all.map(({ name, version, id, parts }) => `| ${name} | ${version} | ${id} | ${parts.join(', ')} |`).join('\n')}

## Licences

${byText(all).map(section).join('\n')}
## Without a text of their own

These packages name a licence but contain no text of it, or are for a single platform. The text of Apache-2.0 is in
[LICENSE](LICENSE); that of MIT is above, with other names.

${withoutText(all).join('\n')}
`;
}

/** Packages with the same text share a section. */
function byText(all) {
  const sections = new Map();
  for (const { name, version, texts } of all.filter((one) => one.texts.length > 0)) {
    const key = texts.join('\n').replaceAll(/\s+/g, ' ').trim();
    const section = sections.get(key) ?? { names: [], texts };
    sections.set(key, section);
    section.names.push(`${name} ${version}`);
  }
  return [...sections.values()].sort((one, other) => compare(one.names[0], other.names[0]));
}

function section({ names, texts }) {
  const fenced = texts.map((one) => `\`\`\`\`text\n${one}\n\`\`\`\`\n`);
  return `### ${names.join(', ')}\n\n${fenced.join('\n')}`;
}

function withoutText(all) {
  return all
    .filter(({ texts }) => texts.length === 0)
    .map(({ name, version, id }) => `- ${name} ${version}: ${id}`);
}

function fail(lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}
