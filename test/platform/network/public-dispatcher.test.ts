import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Agent } from 'undici';
import { isPublicAddress } from '../../../src/platform/network/public-address';
import { createPublicDispatcher, NotPublicError } from '../../../src/platform/network/public-dispatcher';

let server: Server;
let port: number;
let connections = 0;
let dispatcher: Agent | undefined;
beforeEach(async () => {
  connections = 0;
  server = createServer((_request, response) => void response.end('here'));
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  await dispatcher?.destroy();
  server.closeAllConnections();
  server.close();
});

type Judge = (address: string) => boolean;
type Resolve = NonNullable<Parameters<typeof createPublicDispatcher>[1]>;

/** Every name resolves to these addresses. */
const leadingTo =
  (...addresses: readonly string[]): Resolve =>
  (_name, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

async function ask(host: string, isPublic: Judge, resolve?: Resolve): Promise<string> {
  dispatcher = createPublicDispatcher(isPublic, resolve);
  const { body } = await dispatcher.request({ origin: `http://${host}:${port}`, path: '/', method: 'GET' });
  return body.text();
}
const isLoopbackToo: Judge = (address) => address === '127.0.0.1' || isPublicAddress(address);

test('a name that leads to the public internet is connected to', async () => {
  expect(await ask('vweixinp.tc.qq.com', isLoopbackToo, leadingTo('127.0.0.1'))).toBe('here');
});

test.each([['127.0.0.1'], ['10.0.0.1'], ['169.254.169.254'], ['::1'], ['::ffff:127.0.0.1']])(
  'a name that leads to %s is not, whatever it is called',
  async (address) => {
    await expect(ask('vweixinp.tc.qq.com', isPublicAddress, leadingTo(address))).rejects.toThrow(
      NotPublicError,
    );
    expect(connections).toBe(0);
  },
);

test('of several addresses only those of the public internet are connected to', async () => {
  const resolve = leadingTo('10.255.255.1', '127.0.0.1', '::1');
  expect(await ask('vweixinp.tc.qq.com', isLoopbackToo, resolve)).toBe('here');
});

test('a connection is judged by its own address as well, and nothing is sent there', async () => {
  await expect(ask('127.0.0.1', isPublicAddress)).rejects.toThrow(NotPublicError);
  expect(server.listenerCount('connection')).toBeGreaterThan(0);
});

test('a name that leads nowhere is no fault of the address', async () => {
  const nowhere: Resolve = (_name, _options, done) =>
    done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
  await expect(ask('vweixinp.tc.qq.com', isPublicAddress, nowhere)).rejects.toMatchObject({
    code: 'ENOTFOUND',
  });
});
