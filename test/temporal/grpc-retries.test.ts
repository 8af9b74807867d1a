import { once } from 'node:events';
import { createServer } from 'node:http2';
import { createTemporalClient, type TemporalClient } from '../../src/temporal/connection';

const ENDS = 'workflow operation can not be applied because workflow is closing';
const LIMIT = 'namespace rate limit exceeded';

describe('a call that Temporal refuses temporarily', () => {
  /** The server's errors for the next calls; after them it accepts calls. */
  let refusals: string[] = [];
  let client: TemporalClient;
  const server = createServer();

  beforeAll(async () => {
    server.on('stream', (stream, headers) => {
      const isSignal = headers[':path']?.endsWith('/SignalWorkflowExecution') === true;
      const refusal = isSignal ? refusals.shift() : undefined;
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () =>
        stream.sendTrailers(
          refusal === undefined ? { 'grpc-status': '0' } : { 'grpc-status': '8', 'grpc-message': refusal },
        ),
      );
      // An empty message: no compression, no length.
      stream.end(refusal === undefined ? Buffer.alloc(5) : undefined);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    client = createTemporalClient({
      address: `127.0.0.1:${address.port}`,
      namespace: 'default',
      isOwnServer: true,
    });
  });
  afterAll(async () => {
    await client.connection.close();
    server.close();
  });

  const takes = async (): Promise<number> => {
    const before = performance.now();
    await client.workflow.getHandle('conversation-1').signal('facts');
    expect(refusals).toEqual([]);
    return performance.now() - before;
  };

  it('because a run is just ending is repeated within milliseconds', async () => {
    refusals = [ENDS, ENDS, ENDS, ENDS];
    // At a second or more for each, it would take over four.
    expect(await takes()).toBeLessThan(3_000);
  });

  it('because the server is at its limit is repeated after a second or more', async () => {
    refusals = [LIMIT];
    expect(await takes()).toBeGreaterThan(1_000);
  });
});
