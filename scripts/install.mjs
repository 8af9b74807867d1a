// Installs the packages of package-lock.json if they are missing or outdated. Prints nothing if there is nothing to do.
// Uses only Node's own modules: nothing else is installed yet.
//   node scripts/install.mjs
// or, from another script: install()
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.duihua-lock-hash');

/** Ends this process with one clear line if Node is too old or npm fails. */
export function install() {
  checkNode();
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (readStamp() === wanted) return;
  if (isInstalledByHand()) return writeFileSync(stamp, wanted);

  console.log('Installing packages (about a minute, once) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Development packages too, even if NODE_ENV is production: the build needs them.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync(npm, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    const reason =
      error === undefined ? `npm ci ended with ${status}` : `npm could not be started: ${error.message}`;
    fail(`The packages could not be installed: ${reason}. See npm's own message, then try again.`);
  }
  writeFileSync(stamp, wanted);
}

/** Runs another script to its end; ends this process if it fails. */
export function runNode(script, args = []) {
  const { status } = spawnSync(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isOldEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (!isOldEnough) {
    fail(
      `Duihua needs Node ${OLDEST_NODE.join('.')} or newer, this is ${process.versions.node}: install a newer one.`,
    );
  }
}

function readStamp() {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/**
 * Whether `npm ci` or `npm install` was run by hand: npm keeps its own copy of the lock file, without the root package.
 */
function isInstalledByHand() {
  const installed = path.join(modules, '.package-lock.json');
  if (!existsSync(installed)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const has = packagesOf(installed);
  return Object.entries(packagesOf(path.join(root, 'package-lock.json'))).every(
    ([name, { version, optional }]) =>
      name === '' || has[name]?.version === version || (optional && !has[name]),
  );
}

function fail(line) {
  console.error(line);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install();
