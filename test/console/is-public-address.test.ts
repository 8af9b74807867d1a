import { isPublicAddress } from '../../src/console/channels/connect/is-public-address';

describe('an address for the allowlist', () => {
  it.each(['8.8.8.8', '101.32.1.2', '172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '2402:4e00::1'])(
    '%s is one that WeChat can see',
    (ip) => expect(isPublicAddress(ip)).toBe(true),
  );

  it.each([
    '10.0.0.1',
    '127.0.0.1',
    '192.168.1.2',
    '172.16.0.1',
    '172.31.255.1',
    '100.64.0.1',
    '192.0.2.2',
    'fd00::2',
    'fe80::1',
    '::1',
  ])('%s is none', (ip) => expect(isPublicAddress(ip)).toBe(false));
});
