import { findFreePort } from '../../src/platform/ports';
import { connectWorker, createTemporalClient, readConnectionOptions } from '../../src/temporal/connection';

const address = process.env.DUIHUA_TEST_TEMPORAL_ADDRESS ?? '';
const target = { address: 'cloud.example.com:7233', namespace: 'desk', isOwnServer: false };

describe('connecting to Temporal', () => {
  it("takes an API key and TLS from Temporal's own variables", () => {
    const options = readConnectionOptions(target, { TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: 'true' });
    expect(options).toMatchObject({ address: 'cloud.example.com:7233', apiKey: 'key' });
    expect(options.tls).toBeTruthy();
  });

  it('is plain unless something else is configured', () => {
    expect(readConnectionOptions(target, {}).tls).toBeFalsy();
  });

  it('never sends the key of another server to our own dev server', () => {
    const own = { ...target, isOwnServer: true };
    expect(readConnectionOptions(own, { TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: 'true' })).toEqual({
      address: target.address,
    });
  });

  it('creates a client while the server is unavailable, which fails only when it is used', async () => {
    const port = await findFreePort();
    const client = createTemporalClient({ ...target, address: `127.0.0.1:${port}` });
    const call = client.connection.withDeadline(Date.now() + 500, () =>
      client.workflow.getHandle('none').describe(),
    );
    await expect(call).rejects.toThrow();
    await client.connection.close();
  });

  it('connects a worker to a running server', async () => {
    const connection = await connectWorker({ address, namespace: 'default', isOwnServer: true });
    await connection.close();
  });
});
