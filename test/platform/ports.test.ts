import { once } from 'node:events';
import { createServer } from 'node:net';
import { assertPortFree, findFreePort, PortTakenError } from '../../src/platform/ports';

describe('a port', () => {
  it('that is free is accepted, and is still free afterwards', async () => {
    const port = await findFreePort();
    await assertPortFree(port, 'PORT', '127.0.0.1');
    await assertPortFree(port, 'PORT', '127.0.0.1');
  });

  it('that is taken is refused in one line that names the port and the setting', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const refusal = assertPortFree(port, 'PORT', '127.0.0.1');
      await expect(refusal).rejects.toThrow(PortTakenError);
      await expect(refusal).rejects.toThrow(
        `Port ${port} (PORT) is taken by another program: stop that program, or set PORT to a free port.`,
      );
    } finally {
      blocker.close();
    }
  });
});
