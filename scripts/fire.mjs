// npm run fire: installs, builds, and sets a whole desk of real processes on fire (docs/reliability.md). Arguments are
// passed on: `--minutes 10`, `--seed 7` (repeats the plan of that seed), `--faults kill,hole:worker` (only these),
// `--record` (adds the run to docs/reliability.md).
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import path from 'node:path';
import { install, root, runNode } from './install.mjs';

// Building is load, too.
const [loadBefore] = loadavg();
install();
runNode('scripts/build.mjs');
const program = path.join(root, 'test/support/typescript-process.cjs');
const fire = spawn(process.execPath, [program, path.join(root, 'fire/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, DUIHUA_LOAD_BEFORE: String(loadBefore) },
});
// Ctrl-C in the terminal reaches the run too, which ends its processes; this one waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => fire.kill('SIGTERM'));
fire.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
