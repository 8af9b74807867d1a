// npm run check:image: builds the image from the Dockerfile and starts both its programs. They must reach their settings: without
// any, each says which are missing and ends with exit code 1. Without a container engine it says so, and is no failure.
// DUIHUA_ENGINE_REQUIRED=1 makes it one.
import { spawnSync } from 'node:child_process';
import { root } from './install.mjs';

const IMAGE = 'duihua:release-check';
const PROGRAMS = ['dist/api/server.js', 'dist/worker.js'];
const START_WITHIN_MS = 60_000;

const engine = findEngine();
if (engine === undefined) {
  const reason =
    'no container engine answers here (docker, podman): the image was neither built nor started.';
  if (process.env.DUIHUA_ENGINE_REQUIRED === '1') fail(`The image could not be checked: ${reason}`);
  console.log(`Note: ${reason}`);
  process.exit(0);
}
const built = spawnSync(engine, ['build', '--tag', IMAGE, '.'], { cwd: root, encoding: 'utf8' });
if (built.status !== 0) fail(`${engine} could not build the image:\n${built.stderr.trim()}`);
for (const program of PROGRAMS) {
  const args = ['run', '--rm', '--network', 'none', IMAGE, 'node', program];
  const { status, stdout, stderr } = spawnSync(engine, args, { encoding: 'utf8', timeout: START_WITHIN_MS });
  // It is a production image: it has to refuse to start without a key, and say so by itself.
  if (status !== 1 || !`${stdout}${stderr}`.includes('SECRET_KEY')) {
    fail(
      `node ${program} in the image ended with ${status}, and did not name the missing settings:\n${stderr.trim()}`,
    );
  }
}
console.log(`The image was built by ${engine}, and its programs start.`);

function findEngine() {
  // Docker's client may be installed without its engine.
  const asks = { docker: ['version', '--format', '{{.Server.Version}}'], podman: ['info'] };
  return Object.keys(asks).find(
    (name) => spawnSync(name, asks[name], { stdio: 'ignore', timeout: 20_000 }).status === 0,
  );
}

function fail(line) {
  console.error(line);
  process.exit(1);
}
