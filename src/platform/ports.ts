import { createServer } from 'node:net';
import { errorCode } from './errors';

/** A port is taken. The message is one line: which port, which setting, and what to do. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/**
 * Throws {@link PortTakenError} if nothing can listen on `port`.
 *
 * @param setting the environment variable that sets the port, e.g. `PORT`
 * @param host the address to listen on; default: all addresses
 */
export async function assertPortFree(port: number, setting: string, host?: string): Promise<void> {
  try {
    await listenOnce(port, host);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') {
      throw new PortTakenError(
        `Port ${port} (${setting}) is taken by another program: stop that program, or set ${setting} to a free port.`,
      );
    }
    if (code === 'EACCES') {
      throw new PortTakenError(
        `Port ${port} (${setting}) may not be used by this user: set ${setting} to a port above 1023.`,
      );
    }
    throw error;
  }
}

/** A port that was free a moment ago. */
export async function findFreePort(host = '127.0.0.1'): Promise<number> {
  return listenOnce(0, host);
}

function listenOnce(port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }), exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
