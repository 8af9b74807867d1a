import { timingSafeEqual } from 'node:crypto';
import { createSignature, isSignatureValid } from '../../../src/wechat/webhook/signature';

jest.mock('node:crypto', () => {
  const real = jest.requireActual<typeof import('node:crypto')>('node:crypto');
  return { ...real, timingSafeEqual: jest.fn(real.timingSafeEqual) };
});

// Computed once with: printf '%s\n' … | LC_ALL=C sort | tr -d '\n' | sha1sum
const SIGNATURE = '5cf0d6eb729496ae028d35626464c577b9685fb9';
const good = { token: 'tok3nTok3n', timestamp: '1700000000', nonce: '987654321', signature: SIGNATURE };

describe('signature', () => {
  it('is the SHA-1 of the sorted parts, as computed by coreutils', () => {
    expect(createSignature(['987654321', 'tok3nTok3n', '1700000000'])).toBe(SIGNATURE);
  });

  it('sorts by byte value, not by locale', () => {
    expect(createSignature(['aB', '1700000000', '_Z'])).toBe('a7437692b40da9715819679c194ca69ab4892e59');
  });

  it('accepts the right one', () => {
    expect(isSignatureValid(good)).toBe(true);
  });

  it('covers the encrypted text if there is one', () => {
    const signature = createSignature([good.token, good.timestamp, good.nonce, 'abcd']);
    expect(isSignatureValid({ ...good, signature, encrypted: 'abcd' })).toBe(true);
    expect(isSignatureValid({ ...good, signature, encrypted: 'abce' })).toBe(false);
    expect(isSignatureValid({ ...good, signature })).toBe(false);
  });

  it.each([
    ['another signature', { signature: SIGNATURE.replace('5', '6') }],
    ['an empty signature', { signature: '' }],
    ['a signature of 39 digits', { signature: SIGNATURE.slice(1) }],
    ['a signature that is not hex', { signature: `${SIGNATURE.slice(1)}g` }],
    ['another token', { token: 'other' }],
    ['an empty token', { token: '' }],
    ['a timestamp of 9 digits', { timestamp: '170000000', nonce: '0987654321' }],
    ['a timestamp of 11 digits', { timestamp: '17000000009', nonce: '87654321' }],
    ['an empty nonce', { nonce: '' }],
    ['a nonce with a line end', { nonce: '987654321\n' }],
    ['a nonce of 129 characters', { nonce: '9'.repeat(129) }],
  ])('refuses %s', (_name, change) => {
    expect(isSignatureValid({ ...good, ...change })).toBe(false);
  });

  it('refuses a border moved between timestamp and nonce, although the joined text is the same', () => {
    const moved = { ...good, timestamp: '17000000009', nonce: '87654321' };
    expect(
      isSignatureValid({ ...moved, signature: createSignature([moved.token, moved.timestamp, moved.nonce]) }),
    ).toBe(false);
  });

  it('is compared in constant time, as a whole, however close a wrong one is', () => {
    const compare = jest.mocked(timingSafeEqual);
    const textOf = (bytes: NodeJS.ArrayBufferView) => Buffer.from(bytes as Uint8Array).toString();
    compare.mockClear();
    const misses = [`6${SIGNATURE.slice(1)}`, `${SIGNATURE.slice(0, -1)}8`];
    for (const signature of [SIGNATURE, ...misses]) isSignatureValid({ ...good, signature });
    expect(compare.mock.calls.map(([own, given]) => [textOf(own), textOf(given)])).toEqual([
      [SIGNATURE, SIGNATURE],
      ...misses.map((miss) => [SIGNATURE, miss]),
    ]);
    expect(compare.mock.results.map(({ value }) => value)).toEqual([true, false, false]);
  });
});
