import { request } from 'undici';
import { ADMINISTRATOR } from '../administrator';
import { callApi } from '../load/call-api';

const AT_ONCE = 4;

/** Creates `count` operators, members of all brands, and signs each in; returns their cookies. */
export async function signInOperators(origin: string, count: number): Promise<readonly string[]> {
  const { items } = await callApi<{ items: readonly { readonly id: string }[] }>(origin, 'GET', '/brands');
  const brandIds = items.map(({ id }) => id);
  const cookies: string[] = [];
  const signIn = async (number: number): Promise<void> => {
    const account = { email: `operator${number}@example.com`, password: ADMINISTRATOR.password };
    await callApi(origin, 'POST', '/operators', { name: `Operator ${number}`, ...account, brandIds });
    const { statusCode, headers, body } = await request(`${origin}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(account),
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`An operator was not signed in: ${statusCode}`);
    cookies.push(String(headers['set-cookie']).split(';')[0] ?? '');
  };
  for (let from = 0; from < count; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => from + index);
    await Promise.all(numbers.map(signIn));
  }
  return cookies;
}
