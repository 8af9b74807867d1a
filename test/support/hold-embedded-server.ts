/** Starts the embedded server under the given folder, prints its URL, and keeps it running until it is killed. */
import { startEmbeddedServer } from '../../src/store/embedded/embedded-server';

startEmbeddedServer({ dataDir: process.argv[2] ?? '' }).then(
  ({ url }) => {
    process.stdout.write(`${url}\n`);
    setInterval(() => undefined, 60_000);
  },
  (error: unknown) => {
    process.stdout.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
