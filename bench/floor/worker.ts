/** The floor's worker as a process of its own. */
import path from 'node:path';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { readSubjectOptions } from '../serve-subject';
import { createFloorActivities } from './activities';

const BUNDLE = path.resolve(__dirname, '../../floor-bundle.js');

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const options = readSubjectOptions();
  const database = new Pool({ connectionString: process.env['DATABASE_URL'] });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address: options.temporalAddress }),
    taskQueue: 'floor',
    workflowBundle: { codePath: BUNDLE },
    activities: await createFloorActivities(database, options),
    // As Duihua's: how long a dead worker's tasks wait is a setting, and not what is compared.
    stickyQueueScheduleToStartTimeout: '2s',
  });
  const done = worker.run();
  console.log('the floor’s worker runs');
  await done;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
