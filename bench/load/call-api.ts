import { request } from 'undici';
import { ADMINISTRATOR } from '../administrator';

/** Calls a desk's API as its administrator. Throws if it refuses. */
export async function callApi<Body>(
  origin: string,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: object,
): Promise<Body> {
  const answer = await request(`${origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  return JSON.parse(text) as Body;
}
