/** Opens the embedded database under the folder given, says so, and holds it until it is killed. */
import { openDatabase } from '../../src/store/database';
import { EmbeddedDatabaseInUse } from '../../src/store/embedded-lock';

async function main(): Promise<void> {
  const dataDir = process.argv[2] ?? '';
  try {
    await openDatabase({ dataDir });
    process.stdout.write('open\n');
    setInterval(() => undefined, 60_000);
  } catch (error) {
    process.stdout.write(
      error instanceof EmbeddedDatabaseInUse ? `in use by ${error.pid}\n` : `${String(error)}\n`,
    );
  }
}

void main();
