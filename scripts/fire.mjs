// npm run fire: installs, builds, and sets a whole desk of real processes on fire (docs/reliability.md). Arguments are
// passed on: `--minutes 10`, `--seed 7` (repeats the plan of that seed), `--faults kill,hole:worker` (only these),
// `--record` (adds the run to docs/reliability.md).
import path from 'node:path';
import { root } from './install.mjs';
import { runMeasured } from './run-measured.mjs';

await runMeasured([path.join(root, 'test/support/typescript-process.cjs'), path.join(root, 'fire/main.ts')]);
