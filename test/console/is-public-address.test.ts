import { isLocalAddress } from '../../src/console/channels/connect/is-local-address';
import { isPublicAddress } from '../../src/console/channels/connect/is-public-address';

const PUBLIC = [
  '8.8.8.8',
  '101.32.1.2',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.0.1',
  '100.128.0.1',
  '2402:4e00::1',
];
const NOT_PUBLIC = [
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
];
const urlOf = (ip: string): string => `https://${ip.includes(':') ? `[${ip}]` : ip}:3000/webhooks/wechat/1`;

describe('an address for the allowlist', () => {
  it.each(PUBLIC)('%s is one that WeChat can see', (ip) => expect(isPublicAddress(ip)).toBe(true));

  it.each([...NOT_PUBLIC, 'desk.example.com', ''])('%j is none', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });
});

describe('the address of a webhook', () => {
  it.each(['http://localhost:3000/', 'https://desk.local/', ...NOT_PUBLIC.map(urlOf)])(
    '%s cannot be reached by WeChat',
    (url) => expect(isLocalAddress(url)).toBe(true),
  );

  it.each(['https://desk.example.com/', 'https://10.example.com/', ...PUBLIC.map(urlOf)])(
    '%s can be',
    (url) => expect(isLocalAddress(url)).toBe(false),
  );
});
