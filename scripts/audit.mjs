// npm run audit: fails if a package that is part of Duihua, or that it is built and tested with, has a known vulnerability
// that is `high` or `critical`, unless scripts/audit-exceptions.json names it with a date that has not passed. An exception is
//   { "advisory": "GHSA-…", "seen": "2026-11-29", "until": "2026-12-06", "why": "…" }
// and `until` is at most 7 days after `seen` for a critical one, and 30 for a high one: the time to fix that SECURITY.md
// promises. Where the registry offers no audit (405) or cannot be reached, it says so, and fails only with
// `DUIHUA_AUDIT_REQUIRED=1`.
// `--report <file>` judges an answer of `npm audit --json` that is in a file.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

const DAYS_TO_FIX = { critical: 7, high: 30 };
const DAY_MS = 86_400_000;
const WITHIN_MS = 60_000;

const report = readReport();
if (report === undefined) {
  console.log(
    'Note: the dependencies could not be audited: the registry did not answer. Run npm run audit where it does.',
  );
  process.exit(process.env.DUIHUA_AUDIT_REQUIRED === '1' ? 1 : 0);
}
const exceptions = JSON.parse(readFileSync(path.join(root, 'scripts/audit-exceptions.json'), 'utf8'));
const known = advisoriesOf(report);
const problems = [...known.values()].filter(({ severity }) => severity in DAYS_TO_FIX).flatMap(problemOf);
const unused = exceptions.filter(({ advisory }) => !known.has(advisory));
for (const { advisory } of unused) problems.push(`${advisory} is gone: delete its exception.`);
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`Audited: nothing to fix now (${exceptions.length} exceptions).`);
process.exit(problems.length === 0 ? 0 : 1);

/** What npm answered; undefined if it has no answer. */
function readReport() {
  const at = process.argv.indexOf('--report');
  const text =
    at === -1
      ? spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8', timeout: WITHIN_MS }).stdout
      : readFileSync(process.argv[at + 1] ?? '', 'utf8');
  try {
    const parsed = JSON.parse(text);
    return parsed.vulnerabilities === undefined ? undefined : parsed;
  } catch {
    return undefined;
  }
}

/** Each advisory once, by its name at GitHub: `{ advisory, name, title, url, severity }`. */
function advisoriesOf({ vulnerabilities }) {
  const all = new Map();
  for (const { via } of Object.values(vulnerabilities)) {
    // A text is another package, through which this one is affected.
    for (const one of via.filter((cause) => typeof cause === 'object')) {
      const advisory = one.url.split('/').at(-1);
      all.set(advisory, { ...one, advisory });
    }
  }
  return all;
}

function problemOf({ advisory, name, title, severity, url }) {
  const told = `${severity}: ${name}: ${title} (${url})`;
  const exception = exceptions.find((one) => one.advisory === advisory);
  if (exception === undefined) return [`${told}. Update it, or see scripts/audit.mjs.`];
  const { seen, until, why } = exception;
  const days = (Date.parse(until) - Date.parse(seen)) / DAY_MS;
  if (!(days >= 0 && days <= DAYS_TO_FIX[severity]) || !why)
    return [`${told}. Its exception needs a reason, and at most ${DAYS_TO_FIX[severity]} days.`];
  return Date.now() < Date.parse(until) + DAY_MS ? [] : [`${told}. Its exception ended on ${until}.`];
}
