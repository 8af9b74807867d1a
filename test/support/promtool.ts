import { spawnSync } from 'node:child_process';

const FOLDER = 'deploy/prometheus';

/** Whether Prometheus' tool for its rules is installed (Debian: the package `prometheus`). */
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/**
 * For a test that needs promtool: skipped if there is none, with the reason in its name. With `DUIHUA_PROMTOOL_REQUIRED=1`
 * (CI) it is run anyway, and fails.
 */
export const withPromtool = (name: string, run: () => void): void => {
  if (hasPromtool || process.env['DUIHUA_PROMTOOL_REQUIRED'] === '1') test(name, run, 60_000);
  else test.skip(`${name} (promtool is not installed)`, run);
};

/** Runs it in the folder of the rules; throws with its output if it reports anything. */
export function promtool(...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: FOLDER, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}
