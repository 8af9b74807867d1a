import { randomInt } from 'node:crypto';
import { assertPortFree, PortTakenError } from '../../src/platform/ports';

/** Below the ports that systems assign automatically (from 32,768 on Linux). */
const FIRST = 20_000;
const LAST = 32_000;

/** A free port for a program that is stopped and started again; no other program gets it by chance in between. */
export async function findLastingPort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    try {
      await assertPortFree(port, 'PORT');
      return port;
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
    }
  }
}
