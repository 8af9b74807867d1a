// What a tree that is released must say about itself. Pure: texts and names in, problems out (each a sentence that says what
// to do). release-check.mjs reads the files.

/** @param versions the version by the place that says it; all must be that of package.json */
export function problemsOfVersions(version, versions) {
  const wrong = Object.entries(versions).filter(([, other]) => other !== version);
  return wrong.map(
    ([place, other]) => `${place} says ${other ?? 'nothing'}, package.json ${version}: make them equal.`,
  );
}

/** @param today ISO date; a release may not be dated later */
export function problemsOfChangelog(text, version, today) {
  const [first] = sectionsOf(text);
  const wanted = `"## ${version} (YYYY-MM-DD)"`;
  if (first === undefined || first.version !== version)
    return [
      `CHANGELOG.md begins with ${first?.heading ?? 'no section'}: its first section must be ${wanted}.`,
    ];
  if (first.date === 'unreleased')
    return [`CHANGELOG.md calls ${version} unreleased: give it a date, ${wanted}.`];
  if (!isDate(first.date)) return [`CHANGELOG.md has no date for ${version}: ${wanted}.`];
  if (first.date > today) return [`CHANGELOG.md dates ${version} ${first.date}, which is still to come.`];
  return first.body.trim() === '' ? [`CHANGELOG.md does not say what changed in ${version}.`] : [];
}

/** The version before this one, by the change log; undefined: this is the first. */
export function previousVersion(changelog) {
  return sectionsOf(changelog)[1]?.version;
}

/**
 * Every path that an earlier release has recorded has to be recorded by this one as well: only then do later releases
 * replay what this one has written.
 * @param releases names of the recorded files, without extension, by release
 */
export function problemsOfHistories(version, releases) {
  const pathsOf = (names = []) => new Set(names.map((name) => name.replace(/-\d+$/, '')));
  const own = pathsOf(releases[version]);
  const others = Object.entries(releases).filter(([release]) => release !== version);
  const missing = [...new Set(others.flatMap(([, names]) => [...pathsOf(names)]))].filter(
    (one) => !own.has(one),
  );
  if (own.size > 0 && missing.length === 0) return [];
  const which =
    own.size === 0 ? 'None' : `Not ${missing.sort((one, other) => one.localeCompare(other)).join(', ')}`;
  return [
    `test/replay/histories/${version} is not complete. ${which} recorded: while CHANGELOG.md calls the version unreleased, ` +
      'run DUIHUA_RECORD_HISTORIES=1 npx jest test/replay.',
  ];
}

/** docs/upgrading.md has to say how to come from the previous version. */
export function problemsOfUpgradeNotes(text, version, previous) {
  if (previous === undefined) return [];
  const heading = `## From ${short(previous)} to ${short(version)}`;
  const lines = (text ?? '').split('\n');
  const at = lines.indexOf(heading);
  const end = lines.findIndex((line, index) => index > at && line.startsWith('## '));
  const body = at < 0 ? '' : lines.slice(at + 1, end < 0 ? undefined : end).join('\n');
  return body.trim() === '' ? [`docs/upgrading.md has no section "${heading}".`] : [];
}

/** @param status what `git status --porcelain` prints */
export function problemsOfTree(status) {
  const files = status.split('\n').filter((line) => line.trim() !== '');
  return files.length === 0
    ? []
    : [`The tree is not clean: ${files.map((line) => line.trim()).join(', ')}. Commit or remove them.`];
}

/** `0.2.0` → `0.2` */
const short = (version) => version.split('.').slice(0, 2).join('.');

function isDate(text) {
  const isForm = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');
  return isForm && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

function sectionsOf(text) {
  return text
    .split(/^(?=## )/m)
    .filter((part) => part.startsWith('## '))
    .map((part) => {
      const [heading = '', ...body] = part.split('\n');
      const [, version, date] = /^## (\S+)(?: \(([^)]*)\))?$/.exec(heading) ?? [];
      return { heading: `"${heading}"`, version, date, body: body.join('\n') };
    });
}
