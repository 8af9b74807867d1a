/** A process for the tests: starts a dev server on the port in its first argument and then waits. */
import { startDevServer } from '../../../src/temporal/dev-server/dev-server';

const binary = process.env.DUIHUA_TEST_TEMPORAL_BIN ?? '';
const port = Number(process.argv[2]);

startDevServer({ binary, port, namespace: 'default', canSkipTime: false }).then(
  () => process.stdout.write('ready\n'),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
