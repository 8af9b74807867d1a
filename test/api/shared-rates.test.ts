/** Rate limits apply to all API processes together: two apps on one database, each with a memory of its own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RateCounts } from '../../src/store/rate-limits/rate-counts';
import { startTestApp, type TestApp } from '../support/administration-app';

const limits = { signIn: 6, unauthenticated: 8, open: 10, signedIn: 400 };

describe('two API processes', () => {
  let one: TestApp;
  let other: Server;
  let asked: number;
  let isAway: boolean;
  let urls: readonly string[];

  beforeEach(async () => {
    asked = 0;
    isAway = false;
    one = await startTestApp({ rateLimits: limits });
    const { rateCounts } = one.deps;
    const watched: RateCounts = {
      count(name, who, points) {
        asked += 1;
        return isAway
          ? Promise.reject(new Error('connect ECONNREFUSED'))
          : rateCounts.count(name, who, points);
      },
    };
    other = createServer(one.another({ rateCounts: watched }));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    urls = [one.url, `http://127.0.0.1:${(other.address() as AddressInfo).port}`];
  }, 60_000);
  afterEach(async () => {
    other.closeAllConnections();
    await new Promise((resolve) => other.close(resolve));
    await one.close();
  });

  /** Calls them in turn; the statuses in order. */
  const inTurn = async (count: number, call: (url: string, index: number) => Promise<Response>) => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const response = await call(urls[index % 2] ?? '', index);
      await response.text();
      statuses.push(response.status);
    }
    return statuses;
  };
  const login = (url: string, index: number) =>
    fetch(`${url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `a${index}@example.com`, password: 'wrong' }),
    });
  const me = (token: string) => (url: string) =>
    fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });

  it('count attempts to sign in together', async () => {
    expect(await inTurn(8, login)).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
  });

  it('count them together even if they come at once', async () => {
    const all = Array.from({ length: 30 }, (_, index) => login(urls[index % 2] ?? '', index));
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(6);
    expect(statuses.filter((status) => status === 429)).toHaveLength(24);
  });

  it('count unauthenticated requests together, without those of operators', async () => {
    expect(await inTurn(6, me('test-admin-token'))).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await inTurn(10, me('duihua_none'))).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 429, 429]);
  });

  it('count requests to public routes together', async () => {
    const statuses = await inTurn(12, (url) => fetch(`${url}/healthz`));
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429, 429]);
  });

  it('ask the database once for a block of an operator’s requests, and let no more through', async () => {
    const statuses = await inTurn(420, me('test-admin-token'));
    expect(statuses.filter((status) => status === 200)).toHaveLength(400);
    expect(statuses.slice(410)).toEqual(Array<number>(10).fill(429));
    // Blocks of four: half of the requests came here.
    expect(asked).toBeLessThanOrEqual(51);
  });

  it('count each on its own while the database is down, without waiting for it each time', async () => {
    isAway = true;
    const alone = async (count: number) => {
      const statuses: number[] = [];
      for (let made = 0; made < count; made += 1) {
        statuses.push((await fetch(`${urls[1]}/healthz`)).status);
      }
      return statuses;
    };
    expect(await alone(12)).toEqual([...Array<number>(10).fill(200), 429, 429]);
    expect(asked).toBe(1);
  });

  it('store no address in the table', async () => {
    await inTurn(2, login);
    const { rows } = await one.database.db.execute<{ key: string }>('select key from rate_counts');
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).not.toContain('127.0.0.1');
  });
});
