/** How a route is made from its contract: what is checked in which order, and how the answer is sent. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pino from 'pino';
import { z } from 'zod';
import { jsonBody } from '../../src/api/middleware/json-body';
import { setViewer } from '../../src/api/middleware/viewer';
import { mount } from '../../src/api/mount';
import { ApiError, createProblemHandler } from '../../src/api/problems';
import { finding, implement } from '../../src/api/route';
import { idParamsSchema } from '../../src/contracts/common';
import type { RouteContract } from '../../src/contracts/route-contract';
import { TOKEN_SCOPES, type TokenScope } from '../../src/domain/token-scopes';

const answer = { description: 'It', schema: z.strictObject({ size: z.int() }) };
const contracts = [
  {
    id: 'changeThing',
    method: 'patch',
    path: '/things/{id}',
    summary: '',
    tag: '',
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    query: z.strictObject({ depth: z.coerce.number().int() }),
    headers: z.strictObject({ 'X-Colour': z.enum(['red', 'blue']).optional() }),
    body: z.strictObject({ size: z.int() }),
    answers: { 201: answer },
  },
  {
    id: 'removeThing',
    method: 'delete',
    path: '/things/{id}',
    summary: '',
    tag: '',
    access: 'operator',
    scope: 'write',
    params: idParamsSchema,
    answers: { 204: { description: 'Gone' } },
  },
  {
    id: 'getPicture',
    method: 'get',
    path: '/things/{id}/picture.txt',
    summary: '',
    tag: '',
    access: 'public',
    params: idParamsSchema,
    answers: { 200: { description: 'It', schema: z.string(), contentType: 'text/plain' } },
  },
  {
    id: 'takeThing',
    method: 'post',
    path: '/things',
    summary: '',
    tag: '',
    access: 'public',
    answers: { 200: answer, 202: answer },
  },
] as const satisfies readonly RouteContract[];

/** What the handlers were given, and what the next one gives. */
const seen: unknown[] = [];
let size = 1;
const routes = implement(contracts)({
  changeThing: finding(
    async ({ params }) => {
      if (params.id === 'none') throw new ApiError('not_found');
      return { name: params.id };
    },
    ({ found, query, headers, body }) => {
      seen.push({ found, query, headers, body });
      return { size: body.size };
    },
  ),
  removeThing({ params, viewer }) {
    seen.push({ id: params.id, by: viewer.operatorId });
  },
  getPicture({ params, response }) {
    response.type('text/plain').send(`picture of ${params.id}`);
  },
  async takeThing({ response }) {
    response.status(202);
    return { size };
  },
});

let server: Server;
let role: 'administrator' | 'operator' | null = 'administrator';
let scopes: readonly TokenScope[];
beforeAll(async () => {
  const app = express();
  app.use((request, _response, next) => {
    const viewer = { operatorId: 'o-1', name: 'Li', email: 'li@example.com', brandIds: [] };
    if (role !== null)
      setViewer(request, {
        ...viewer,
        role,
        mustChangePassword: false,
        mustSetUpTwoFactor: false,
        via: 'token',
        scopes,
      });
    next();
  });
  app.use(mount(routes, { before: jsonBody, checksAnswers: true }));
  app.use(createProblemHandler(pino({ level: 'silent' })));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  role = 'administrator';
  scopes = TOKEN_SCOPES;
  seen.length = 0;
  size = 1;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text };
}

it('passes all parts to the handler as the contract parses them', async () => {
  const answered = await call('PATCH', '/things/tea?depth=2', { size: 3 }, { 'x-colour': 'red' });
  expect([answered.status, answered.text]).toEqual([201, '{"size":3}']);
  expect(seen).toEqual([
    { found: { name: 'tea' }, query: { depth: 2 }, headers: { 'X-Colour': 'red' }, body: { size: 3 } },
  ]);
});

it('refuses by access, path, what the path names, query, body and headers, in this order', async () => {
  const statusOf = async (path: string, body: object, colour: string) =>
    (await call('PATCH', path, body, { 'X-Colour': colour })).status;
  const reasonOf = async (path: string, body: object, colour: string) => {
    const { text } = await call('PATCH', path, body, { 'X-Colour': colour });
    const { errors } = JSON.parse(text) as { errors: readonly { path: string }[] };
    return errors[0]?.path;
  };
  role = null;
  expect(await statusOf(`/things/${'x'.repeat(65)}?depth=x`, {}, 'green')).toBe(401);
  role = 'operator';
  expect(await statusOf(`/things/${'x'.repeat(65)}?depth=x`, {}, 'green')).toBe(403);
  role = 'administrator';
  expect(await statusOf(`/things/${'x'.repeat(65)}?depth=x`, {}, 'green')).toBe(404);
  expect(await statusOf('/things/a%00b?depth=x', {}, 'green')).toBe(404);
  expect(await statusOf('/things/none?depth=x', {}, 'green')).toBe(404);
  expect(await reasonOf('/things/tea?depth=x', {}, 'green')).toBe('depth');
  expect(await reasonOf('/things/tea?depth=1', {}, 'green')).toBe('size');
  expect(await reasonOf('/things/tea?depth=1', { size: 1 }, 'green')).toBe('X-Colour');
  expect(seen).toEqual([]);
});

it('answers without a body if the contract has none, and keeps what the handler has written', async () => {
  expect(await call('DELETE', '/things/tea')).toMatchObject({ status: 204, text: '' });
  expect(seen).toEqual([{ id: 'tea', by: 'o-1' }]);
  const picture = await call('GET', '/things/tea/picture.txt');
  expect([picture.status, picture.text]).toEqual([200, 'picture of tea']);
  expect(picture.type).toContain('text/plain');
});

it('leaves the choice to the handler if the contract has several answers', async () => {
  role = null;
  expect((await call('POST', '/things')).status).toBe(202);
});

it('checks the answer against the contract if told to', async () => {
  size = 0.5;
  expect((await call('POST', '/things')).status).toBe(500);
});

it('throws if a contract has no handler', () => {
  const incomplete = { changeThing: () => ({ size: 1 }) } as unknown as Parameters<
    ReturnType<typeof implement<typeof contracts>>
  >[0];
  expect(() => implement(contracts)(incomplete)).toThrow('removeThing');
});
