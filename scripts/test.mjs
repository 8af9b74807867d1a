// npm test: installs what is missing, builds, makes sure that there is a Temporal server, runs Jest. Arguments go to
// Jest; `--soak` runs the long tests instead, `--soak --ci` those of them that CI runs as well. The last line is the
// count, alone: "12 passed, 0 failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { install, root, runNode } from './install.mjs';

install();
runNode('scripts/build.mjs');
const temporal = await findTemporal();

const args = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'duihua-test-'));
const resultsFile = path.join(folder, 'results.json');
const jest = spawn(process.execPath, [path.join(root, 'node_modules/jest/bin/jest.js'), ...jestArguments()], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    DUIHUA_TEST_TEMPORAL_BIN: temporal.path,
    ...(args.includes('--soak') ? { DUIHUA_SOAK: args.includes('--ci') ? 'ci' : 'all' } : {}),
  },
});
// A Ctrl-C reaches Jest by the terminal; this process waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => jest.kill('SIGTERM'));
jest.on('exit', (code, signal) => {
  const line = countLine();
  rmSync(folder, { recursive: true, force: true });
  if (line !== undefined) console.log(line);
  process.exit(code ?? (signal === null ? 1 : 128));
});

function jestArguments() {
  const own = ['--soak', '--ci'];
  return [...args.filter((argument) => !own.includes(argument)), '--json', '--outputFile', resultsFile];
}

/** Before Jest, which looks for it only where nobody did: so its progress can be seen. */
async function findTemporal() {
  const { findTemporalServer } = createRequire(import.meta.url)(
    path.join(root, 'dist/temporal/find-server.js'),
  );
  const cacheDir = path.join(root, '.cache/temporal');
  try {
    return await findTemporalServer({ cacheDir, report: (line) => console.log(line) });
  } catch (error) {
    console.error(error.message);
    return process.exit(1);
  }
}

/** Undefined where Jest ended before there were results. A file that does not even load counts as a failure. */
function countLine() {
  if (!existsSync(resultsFile)) return undefined;
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  const counts = `${results.numPassedTests} passed, ${failed} failed`;
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`;
}
