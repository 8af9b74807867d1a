import type { RouteContract } from '../../src/contracts/route-contract';
import { startTestApp, type TestApp } from '../support/administration-app';
import { isEndless, isOfDemo, ROUTES } from '../support/route-contracts';

type Paths = Record<string, Record<string, { readonly responses: object } | undefined> | undefined>;
const nobody = { token: null };
/** What is served without a demo. */
const SERVED = ROUTES.filter((route) => !isOfDemo(route));
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
afterAll(() => app.close());

describe('the OpenAPI document', () => {
  it('has version 3.1 and describes each route with its refusals', async () => {
    const { body } = await app.call('GET', '/openapi.json', undefined, nobody);
    expect(body.openapi).toBe('3.1.0');
    const paths = body.paths as Paths;
    for (const { path, method } of SERVED) expect(paths[path]?.[method]).toBeDefined();
    const statuses = Object.keys(paths['/api/v1/channels/{id}']?.patch?.responses ?? {});
    expect(statuses).toEqual(
      expect.arrayContaining(['200', '400', '401', '403', '404', '409', '413', '415', '503']),
    );
  });

  it.each(
    SERVED.filter((route) => !isEndless(route)).map((route): [string, RouteContract] => [
      `${route.method} ${route.path}`,
      route,
    ]),
  )('tells the truth about who may call %s', async (_, { method, path, access }) => {
    const operator = await app.operator([]);
    const statusFor = async (token: string | null) => {
      const sent = method === 'get' || method === 'delete' ? undefined : {};
      return (await app.call(method.toUpperCase(), path.replace('{id}', 'some-id'), sent, { token })).status;
    };
    const asNobody = await statusFor(null);
    if (access === 'public') expect(asNobody).not.toBe(401);
    else expect(asNobody).toBe(401);
    const asOperator = await statusFor(operator.token);
    if (access === 'administrator') expect(asOperator).toBe(403);
    else expect(asOperator).not.toBe(403);
  });

  it('has a complete page without inline scripts or other hosts', async () => {
    const page = await app.call('GET', '/docs', undefined, nobody);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).not.toMatch(/<script>|https?:\/\/|style=/);
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part ?? '');
    expect(parts).toHaveLength(4);
    for (const part of parts) {
      const answer = await app.call('GET', part, undefined, nobody);
      expect([part, answer.status]).toEqual([part, 200]);
      expect(answer.text.length).toBeGreaterThan(50);
    }
  });

  it('can be switched off, together with the metrics', async () => {
    const closed = await startTestApp({ isExposed: { docs: false, metrics: false } });
    for (const path of ['/docs', '/openapi.json', '/metrics']) {
      expect((await closed.call('GET', path, undefined, nobody)).status).toBe(404);
    }
    await closed.close();
  });
});
