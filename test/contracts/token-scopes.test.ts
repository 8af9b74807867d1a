/** Which scope of an API token each route needs. */
import { mount } from '../../src/api/mount';
import { createOpenApiDocument } from '../../src/contracts/openapi';
import type { RouteContract } from '../../src/contracts/route-contract';
import { ROUTES } from '../support/route-contracts';

const ofSignedIn = ROUTES.filter(({ access }) => access === 'operator' || access === 'administrator');
const idsOf = (routes: readonly RouteContract[]) => routes.map(({ id }) => id).sort();

// That nothing but reading calls has `read`, the types say.
it('reading calls need read, and those of administrators admin', () => {
  for (const { id, access, scope } of ofSignedIn.filter(({ method }) => method === 'get')) {
    expect([id, scope]).toEqual([id, access === 'administrator' ? 'admin' : 'read']);
  }
});

it('what reaches a contact needs send', () => {
  expect(idsOf(ofSignedIn.filter(({ scope }) => scope === 'send'))).toEqual([
    'cancelMessage',
    'resolveMessage',
    'sendMessage',
    'showTyping',
    'uploadAttachment',
  ]);
});

it('what only administrators may needs admin, except for QR codes', () => {
  const others = ofSignedIn.filter(({ access, scope }) => access === 'administrator' && scope !== 'admin');
  expect(idsOf(others)).toEqual(['changeQrCode', 'createQrCode', 'deleteQrCode', 'renewQrCode']);
  expect(others.every(({ scope }) => scope === 'write')).toBe(true);
  expect(ofSignedIn.every(({ access, scope }) => scope !== 'admin' || access === 'administrator')).toBe(true);
});

it('what needs no API token has none', () => {
  const others = ROUTES.filter((route) => !ofSignedIn.includes(route));
  expect(others.length).toBeGreaterThan(0);
  expect(others.every(({ scope }) => scope === undefined)).toBe(true);
});

it('is in the OpenAPI document: beside the token, as x-scope and in words', () => {
  const { paths } = createOpenApiDocument(ROUTES, { version: '1', serverUrl: 'http://127.0.0.1' });
  for (const { id, method, path, scope } of ROUTES) {
    const operation = paths?.[path]?.[method] as Record<string, unknown> | undefined;
    const { security, description } = operation ?? {};
    const expected =
      scope === undefined
        ? [[], undefined]
        : [[{ bearer: [scope] }, { session: [] }], `An API token needs the scope \`${scope}\`.`];
    expect([id, operation?.['x-scope'], security, description]).toEqual([id, scope, ...expected]);
  }
});

describe('a route', () => {
  const contract = {
    id: 'x',
    method: 'post',
    path: '/x',
    summary: '',
    tag: '',
    answers: { 204: { description: '' } },
  };

  it.each([
    ['without a scope', { access: 'operator' }],
    ['with an unknown scope', { access: 'administrator', scope: 'everything' }],
    ['for everybody with a scope', { access: 'public', scope: 'read' }],
  ])('%s is not mounted', (_, fields) => {
    // As a route might look that escaped the types.
    const route = {
      contract: { ...contract, ...fields } as unknown as RouteContract,
      handle: () => undefined,
    };
    expect(() => mount([route])).toThrow('x does not say which scope an API token needs');
  });
});
