import {
  createEgressPolicy,
  type EgressRule,
  parseEgressRule,
} from '../../../src/platform/network/egress-policy';

const policy = (isProduction: boolean, ...allowed: readonly string[]) =>
  createEgressPolicy({ isProduction, allowed: allowed.map((entry) => parseEgressRule(entry) as EgressRule) });
const production = policy(true);
const development = policy(false);

test.each([
  ['https://api.example.com/v1', null],
  ['https://93.184.215.14/v1', null],
  ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', null],
  ['api.example.com', 'malformed'],
  ['ftp://api.example.com', 'malformed'],
  ['file:///etc/passwd', 'malformed'],
  ['https://me:key@api.example.com', 'has_credentials'],
  ['https://2130706433/', 'odd_form'],
  ['https://0x7f.0.0.1/', 'odd_form'],
  ['https://0177.0.0.1/', 'odd_form'],
  ['https://127.1/', 'odd_form'],
  ['https://0x5db8d70e/', 'odd_form'],
  ['https://１２７.0.0.1/', 'odd_form'],
  ['https://127.0.0.1/', 'not_public'],
  ['https://10.1.2.3/', 'not_public'],
  ['https://172.16.0.1/', 'not_public'],
  ['https://192.168.1.1/', 'not_public'],
  ['https://169.254.169.254/latest/meta-data', 'not_public'],
  ['https://100.64.0.1/', 'not_public'],
  ['https://0.0.0.0/', 'not_public'],
  ['https://[::1]/', 'not_public'],
  ['https://[::]/', 'not_public'],
  ['https://[::ffff:93.184.215.14]/', 'not_public'],
  ['https://[::ffff:127.0.0.1]/', 'not_public'],
  ['https://[64:ff9b::7f00:1]/', 'not_public'],
  ['https://[fd00::1]/', 'not_public'],
  ['https://[fe80::1]/', 'not_public'],
  ['http://93.184.215.14/', 'not_public'],
  ['https://metadata.google.internal/', 'private_name'],
  ['https://printer.local./', 'private_name'],
  ['https://localhost/', 'private_name'],
  ['https://a.localhost/', 'private_name'],
])('in production %s is judged %s', (address, fault) => {
  expect(production.faultOf(address)).toBe(fault);
});

test.each([
  ['http://localhost:11434/v1', null],
  ['http://a.localhost/', null],
  ['http://127.0.0.1:11434/v1', null],
  ['http://127.8.8.8/', null],
  ['http://[::1]:11434/', null],
  ['http://2130706433/', 'odd_form'],
  ['http://127.1/', 'odd_form'],
  ['http://0.0.0.0/', 'not_public'],
  ['http://[::ffff:127.0.0.1]/', 'not_public'],
  ['http://10.1.2.3/', 'not_public'],
])('outside production %s is judged %s', (address, fault) => {
  expect(development.faultOf(address)).toBe(fault);
});

test('what EGRESS_ALLOW names may be called, by http as well', () => {
  const { faultOf, mayConnect } = policy(true, 'ollama.internal', '10.0.0.0/8', 'fd00::/8', '127.0.0.1');
  for (const address of [
    'http://ollama.internal:11434',
    'http://10.1.2.3',
    'https://[fd00::1]',
    'http://127.0.0.1',
  ]) {
    expect(faultOf(address)).toBeNull();
  }
  expect(faultOf('http://other.internal')).toBe('private_name');
  expect(faultOf('http://127.0.0.2')).toBe('not_public');
  expect(faultOf('http://11.1.2.3')).toBe('not_public');
  expect(mayConnect({ host: 'ollama.internal', isSecure: false }, '192.168.1.7')).toBe(true);
  expect(mayConnect({ host: 'models.example.com', isSecure: false }, '10.9.9.9')).toBe(true);
  expect(mayConnect({ host: 'models.example.com', isSecure: true }, '192.168.1.7')).toBe(false);
  expect(mayConnect({ host: 'models.example.com', isSecure: false }, '93.184.215.14')).toBe(false);
  expect(mayConnect({ host: 'models.example.com', isSecure: true }, '::ffff:10.9.9.9')).toBe(false);
});

test('another name that leads to this machine is not this machine', () => {
  expect(development.mayConnect({ host: 'localhost', isSecure: false }, '::1')).toBe(true);
  expect(development.mayConnect({ host: 'evil.example.com', isSecure: true }, '127.0.0.1')).toBe(false);
  expect(development.mayConnect({ host: 'localhost', isSecure: false }, '10.0.0.1')).toBe(false);
});

test.each([
  '',
  ' ',
  'a b',
  'http://a.test',
  'a.test:80',
  '10.0.0.0/33',
  '10.0.0/8',
  '300.1.1.1',
  'a..b',
  '-',
  '*.a.test',
  'x/8',
])('%j is no entry of EGRESS_ALLOW', (entry) => {
  expect(parseEgressRule(entry)).toBeNull();
});
