import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { csrfTokenOf, requireCsrfToken } from '../../src/api/middleware/session-cookie';

jest.mock('node:crypto', () => {
  const real = jest.requireActual<typeof import('node:crypto')>('node:crypto');
  return { ...real, timingSafeEqual: jest.fn(real.timingSafeEqual) };
});

const SECRET = 'the cookie’s value';
const RIGHT = csrfTokenOf(SECRET);
const accepts = (token: string | undefined): boolean => {
  try {
    requireCsrfToken({ get: () => token } as unknown as Request, SECRET);
    return true;
  } catch {
    return false;
  }
};

describe('the CSRF token', () => {
  it('belongs to one session only', () => {
    expect([accepts(RIGHT), accepts(csrfTokenOf('another'))]).toEqual([true, false]);
    for (const token of [undefined, '', RIGHT.slice(1), `${RIGHT}0`]) expect(accepts(token)).toBe(false);
    expect(RIGHT).not.toContain(SECRET);
  });

  it('is compared in constant time', () => {
    const compare = jest.mocked(timingSafeEqual);
    compare.mockClear();
    const near = `${RIGHT.slice(0, -1)}${RIGHT.endsWith('0') ? '1' : '0'}`;
    expect([accepts(RIGHT), accepts(near), accepts('z'.repeat(RIGHT.length))]).toEqual([true, false, false]);
    expect(compare.mock.results.map(({ value }) => value)).toEqual([true, false, false]);
  });
});
