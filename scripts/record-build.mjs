// Records the build of a release, so that the tests of upgrades (test/upgrade) run its real programs beside ours: the
// compiled program of one commit, with its migrations and without its console, as test/upgrade/builds/<version>.tgz.
// Packages are not part of it: it runs with those that are installed here.
//   node scripts/record-build.mjs <commit> <version>
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './install.mjs';

const [commit, version] = process.argv.slice(2);
if (commit === undefined || version === undefined) {
  console.error('Usage: node scripts/record-build.mjs <commit> <version>');
  process.exit(1);
}
const folder = mkdtempSync(path.join(tmpdir(), 'duihua-record-'));
try {
  record();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function record() {
  const tree = path.join(folder, 'tree');
  const recorded = path.join(folder, 'recorded');
  const build = path.join(recorded, 'dist');
  for (const one of [tree, recorded, build]) mkdirSync(one);
  const archive = path.join(folder, 'tree.tar');
  execFileSync('git', ['archive', '--output', archive, commit], { cwd: root });
  execFileSync('tar', ['-xf', archive, '-C', tree]);
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
  compile(tree, build);
  copyMigrations(tree, build);
  const missing = replaceFilesWithMissingPackages(build);
  const hash = execFileSync('git', ['rev-parse', commit], { cwd: root, encoding: 'utf8' }).trim();
  const about = { name: 'duihua', version, license: 'Apache-2.0', commit: hash, missing };
  writeFileSync(path.join(recorded, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
  const file = path.join(root, 'test/upgrade/builds', `${version}.tgz`);
  mkdirSync(path.dirname(file), { recursive: true });
  // Without owners and times the same commit makes the same archive.
  const names = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name', '--mtime=1970-01-01T00:00:00Z'];
  const plain = path.join(folder, 'recorded.tar');
  execFileSync('tar', [...names, '-cf', plain, '-C', recorded, 'package.json', 'dist']);
  writeFileSync(file, execFileSync('gzip', ['-9nc', plain], { maxBuffer: 64 * 1024 * 1024 }));
  console.log(`${path.relative(root, file)} is the build of ${hash.slice(0, 8)}.`);
  for (const one of missing) console.log(`Not in it, because its packages are not installed: ${one}`);
}

/** Types were checked when that commit was made; its packages may have gone since. */
function compile(tree, build) {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = ['-p', 'tsconfig.build.json', '--noCheck', '--sourceMap', 'false', '--removeComments'];
  const { status } = spawnSync(process.execPath, [tsc, ...args, '--outDir', build], {
    cwd: tree,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The compiler failed: see the messages above.');
}

function copyMigrations(tree, build) {
  const from = path.join(tree, 'src/store/migrations');
  // Snapshots are for making migrations, not for running them.
  const filter = (file) => !file.endsWith('_snapshot.json');
  cpSync(from, path.join(build, 'store/migrations'), { recursive: true, filter });
}

/**
 * A file that imports a package which is not installed any more (the embedded database of 0.1.0) is replaced by one
 * that says so when something of it is used.
 */
function replaceFilesWithMissingPackages(build) {
  const { resolve } = createRequire(path.join(root, 'package.json'));
  const isMissing = (name) => {
    try {
      resolve(name);
      return false;
    } catch (error) {
      return error.code === 'MODULE_NOT_FOUND';
    }
  };
  const files = execFileSync('find', ['.', '-name', '*.js'], { cwd: build, encoding: 'utf8' });
  return files
    .split('\n')
    .filter((file) => file !== '')
    .sort()
    .filter((file) => {
      const text = readFileSync(path.join(build, file), 'utf8');
      const names = [...text.matchAll(/require\("([^."][^"]*)"\)/g)].map(([, name]) => name);
      const lost = names.filter((name) => !name.startsWith('node:') && isMissing(name));
      if (lost.length === 0) return false;
      const message = `The recorded build has no ${lost.join(', ')}.`;
      writeFileSync(
        path.join(build, file),
        `'use strict';\nmodule.exports = new Proxy({}, { get: (_, name) => name === '__esModule' || (() => { throw new Error(${JSON.stringify(message)}); }) });\n`,
      );
      return true;
    });
}
