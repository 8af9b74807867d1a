import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Where `.ci/run` puts it; it may also be installed for all.
const env = { ...process.env, PYTHONPATH: path.resolve('.cache/kubernetes-validate') };

const isInstalled = (): boolean =>
  spawnSync('python3', ['-c', 'import kubernetes_validate'], { env }).status === 0;

/**
 * For a test that needs the Python package `kubernetes-validate`: skipped if there is none, with the reason in its name. With
 * `DUIHUA_KUBERNETES_VALIDATE_REQUIRED=1` (CI) it is run anyway, and fails.
 */
export const withKubernetesSchemas = (name: string, run: () => void): void => {
  if (process.env['DUIHUA_KUBERNETES_VALIDATE_REQUIRED'] === '1' || isInstalled()) test(name, run, 60_000);
  else test.skip(`${name} (the Python package kubernetes-validate is not installed)`, run);
};

/** Checks manifests against the schemas of Kubernetes, unknown fields included; throws with what is wrong. */
export function validateManifests(files: readonly string[]): string {
  const args = ['-m', 'kubernetes_validate', '--strict', ...files];
  const { status, stdout, stderr, error } = spawnSync('python3', args, { env, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout + stderr;
}
