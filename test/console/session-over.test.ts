/** An answer that says that the session is over leads to the sign-in, whichever call it answers. */
import { api, onSignedOut, setCsrfToken } from '../../src/console/shared/api/client';

const { fetch: realFetch } = globalThis;
const signedOut = jest.fn();
let answers: (() => Promise<Response>)[];

const unauthenticated = () =>
  Promise.resolve(
    Response.json(
      { type: 'about:blank', title: 'x', status: 401, code: 'unauthenticated' },
      { status: 401, headers: { 'content-type': 'application/problem+json' } },
    ),
  );
beforeEach(() => {
  signedOut.mockClear();
  onSignedOut(signedOut);
  answers = [];
  globalThis.fetch = () => answers.shift()?.() ?? unauthenticated();
});
afterEach(() => {
  globalThis.fetch = realFetch;
  setCsrfToken(null);
});
const call = () => api('get', '/api/v1/me').catch((error: { code: string }) => error.code);

describe('the end of the session', () => {
  it('is reported once, though nobody handles the failure of the calls', async () => {
    setCsrfToken('one');
    expect(await Promise.all([call(), call()])).toEqual(['unauthenticated', 'unauthenticated']);
    expect(await call()).toBe('unauthenticated');
    expect(signedOut).toHaveBeenCalledTimes(1);
    setCsrfToken('two');
    await call();
    expect(signedOut).toHaveBeenCalledTimes(2);
  });

  it('is not what a refused sign-in says', async () => {
    expect(await call()).toBe('unauthenticated');
    expect(signedOut).not.toHaveBeenCalled();
  });

  it('does not end the next session, when the answer comes after the next sign-in', async () => {
    setCsrfToken('one');
    let answer = (): void => {};
    answers.push(
      () =>
        new Promise((resolve) => {
          answer = () => void unauthenticated().then(resolve);
        }),
    );
    const late = call();
    setCsrfToken('two');
    answer();
    expect(await late).toBe('unauthenticated');
    expect(signedOut).not.toHaveBeenCalled();
  });
});
