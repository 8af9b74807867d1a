// npm test: installs what is missing, builds, makes sure that there is a Temporal server, and runs Jest. Arguments are
// passed to Jest; `--soak` runs the long tests instead, `--soak --ci` those of them that CI runs as well. `--once-more`
// (CI) runs failed files a second time, and says so. The last line is the count alone: "12 passed, 0 failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { install, root, runNode } from './install.mjs';

install();
runNode('scripts/build.mjs');
runNode('scripts/client-build.mjs');
const temporal = await findTemporal();

const OWN_ARGUMENTS = ['--soak', '--ci', '--once-more'];
/** With more failed files than this it is not chance, so they are not run again. */
const MOST_FILES_AGAIN = 5;
const args = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'duihua-test-'));
let running;
// Ctrl-C in the terminal reaches Jest too; this process waits for it to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => running?.kill('SIGTERM'));

const first = await runJest(args.filter((argument) => !OWN_ARGUMENTS.includes(argument)));
const failedFiles = first.results === undefined ? [] : filesThatFailed(first.results);
const isOnceMore =
  args.includes('--once-more') && failedFiles.length > 0 && failedFiles.length <= MOST_FILES_AGAIN;
let { code } = first;
let counts = first.results === undefined ? undefined : countsOf(first.results);
if (isOnceMore) {
  console.log(`Failed, and run once more: ${failedFiles.join(', ')}`);
  const second = await runJest(['--runTestsByPath', ...failedFiles]);
  if (second.results !== undefined) {
    code = second.code;
    const { failed } = countsOf(second.results);
    counts = { ...counts, passed: counts.passed + counts.failed - failed, failed };
    if (code === 0)
      console.log('They passed this time. A test that fails now and then is a bug: find out why.');
  }
}
rmSync(folder, { recursive: true, force: true });
if (counts !== undefined) console.log(lineOf(counts));
process.exit(code);

/** Runs Jest to its end; `results` is undefined if it ended before there were any. */
function runJest(jestArguments) {
  const resultsFile = path.join(folder, `results-${Date.now()}.json`);
  const jest = path.join(root, 'node_modules/jest/bin/jest.js');
  running = spawn(process.execPath, [jest, ...jestArguments, '--json', '--outputFile', resultsFile], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      DUIHUA_TEST_TEMPORAL_BIN: temporal.path,
      ...(args.includes('--soak') ? { DUIHUA_SOAK: args.includes('--ci') ? 'ci' : 'all' } : {}),
    },
  });
  return new Promise((resolve) => {
    running.on('exit', (exitCode, signal) => {
      resolve({
        code: exitCode ?? (signal === null ? 1 : 128),
        results: existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : undefined,
      });
    });
  });
}

/** Before Jest, which would look for it without showing the progress. */
async function findTemporal() {
  const { findTemporalServer } = createRequire(import.meta.url)(
    path.join(root, 'dist/temporal/dev-server/find-server.js'),
  );
  const cacheDir = path.join(root, '.cache/temporal');
  try {
    return await findTemporalServer({ cacheDir, report: (line) => console.log(line) });
  } catch (error) {
    console.error(error.message);
    return process.exit(1);
  }
}

function filesThatFailed({ testResults }) {
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => path.relative(root, name));
}

/** A file that does not even load counts as a failure. */
function countsOf(results) {
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

function lineOf({ passed, failed, skipped }) {
  const counts = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`;
}
