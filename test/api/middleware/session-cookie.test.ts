import type { Request } from 'express';
import { createSessionCookie } from '../../../src/api/middleware/session-cookie';

const { name, read } = createSessionCookie('https://desk.example.com');
const readFrom = (cookie?: string) => read({ headers: { cookie } } as unknown as Request);

describe('the session cookie', () => {
  it.each([
    ['alone', `${name}=secret`],
    ['among others', `theme=dark;  ${name}=secret ;lang=zh`],
    ['behind one without a value', `broken; =; ${name}=secret`],
    [
      'before another of its name: the browser sends the more specific path first',
      `${name}=secret; ${name}=other`,
    ],
  ])('is read if it is %s', (_, header) => {
    expect(readFrom(header)).toBe('secret');
  });

  it('keeps characters in its value that look like separators', () => {
    expect(readFrom(`${name}=a=b==`)).toBe('a=b==');
  });

  it.each([
    ['no cookies', undefined],
    ['a name that ends like it', `x${name}=secret`],
    ['another case', `${name.toUpperCase()}=secret`],
    ['the name of a desk without https', 'duihua_session=secret'],
    ['the name alone', name],
  ])('is not there with %s', (_, header) => {
    expect(readFrom(header)).toBeUndefined();
  });

  it('is found at once in the longest header that Node accepts', () => {
    const before = performance.now();
    expect(readFrom(`${'a;'.repeat(8_000)}${name}=secret`)).toBe('secret');
    expect(performance.now() - before).toBeLessThan(200);
  });
});
