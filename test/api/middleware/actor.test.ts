import type { Request } from 'express';
import { clientNetworkOf } from '../../../src/api/middleware/actor';

describe('the network that counts as one client', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:0DB8:0:00a1:ffff:ffff:ffff:ffff', '2001:db8:0:a1'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    // What a proxy that is trusted says instead of an address.
    ['unknown', 'unknown'],
    ['', ''],
  ])('of %j is %j', (ip, network) => {
    expect(clientNetworkOf({ ip } as Request)).toBe(network);
  });
});
