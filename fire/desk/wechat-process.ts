/**
 * The simulator as a process of its own. Its ledger and its deliveries are appended to a file before anyone learns of
 * them, so they outlive `kill -9`; windows and contacts come from its state file.
 *   node test/support/typescript-process.cjs fire/desk/wechat-process.ts
 */
import { openSync, writeSync } from 'node:fs';
import { createSimulator } from '../../src/simulator/simulator';

const port = Number(process.env['SIMULATOR_PORT']);
const stateFile = process.env['FIRE_STATE_FILE'] ?? '';
const recordFile = openSync(process.env['FIRE_RECORD_FILE'] ?? '', 'a');

async function main(): Promise<void> {
  const simulator = createSimulator({
    stateFile,
    onRecord: (record) => writeSync(recordFile, `${JSON.stringify(record)}\n`),
  });
  process.on('SIGTERM', () => {
    void simulator.close().then(() => process.exit(0));
  });
  console.log(`WeChat is simulated at ${await simulator.listen(port)}`);
}

void main();
