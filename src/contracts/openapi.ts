/** The OpenAPI 3.1 document, made from the contracts. */
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import type { TokenScope } from '../domain/token-scopes';
import { INTRODUCTION } from './introduction';
import { PROBLEMS, type ProblemCode, problemSchema } from './problem';
import type { RouteContract } from './route-contract';
import { TAGS } from './tags';

export type OpenApiInfo = { readonly version: string; readonly serverUrl: string };
export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/**
 * Who may call. OpenAPI 3.1 lets roles of any scheme stand in its requirement: here the scope that the API token needs. Without
 * one anybody may call, which has to be said as well: an operation without `security` says nothing.
 */
const securityOf = (scope: TokenScope | undefined) =>
  scope === undefined ? [] : [{ bearer: [scope] }, { session: [] }];

/** The document of `routes`. Throws if two routes have the same `id`. */
export function createOpenApiDocument(routes: readonly RouteContract[], info: OpenApiInfo): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API token. Each operation says which scope it needs (`x-scope`, and beside `bearer`); no scope includes another. ' +
      'Without it: 403 `insufficient_scope`.',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'duihua_session',
    description:
      'The console’s session (`__Host-duihua_session` behind https). Calls that change something also need ' +
      'the header X-CSRF-Token with the token that POST /api/v1/login returned.',
  });
  const ids = new Set<string>();
  for (const route of routes) {
    if (ids.has(route.id)) throw new Error(`Two routes are called ${route.id}.`);
    ids.add(route.id);
    registry.registerPath(toPath(route));
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Duihua',
      version: info.version,
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: info.serverUrl }],
    tags: sectionsOf(routes),
  });
}

/** The tags in use, by name. */
function sectionsOf(routes: readonly RouteContract[]) {
  const used = new Set(routes.map(({ tag }) => tag));
  return Object.entries(TAGS)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }));
}

function toPath(route: RouteContract): RouteConfig {
  const { id, method, path, summary, tag, scope, params, query, headers, body } = route;
  const responses: RouteConfig['responses'] = {};
  for (const [status, answer] of Object.entries(route.answers)) {
    const { description, schema, contentType = 'application/json', also = {} } = answer;
    const forms = { ...(schema && { [contentType]: schema }), ...also };
    const content = Object.fromEntries(Object.entries(forms).map(([type, form]) => [type, { schema: form }]));
    responses[status] = { description, ...(Object.keys(content).length > 0 && { content }) };
  }
  for (const [status, codes] of refusalsByStatus(route)) {
    const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' ');
    responses[status] = { description, content: { 'application/problem+json': { schema: problemSchema } } };
  }
  return {
    operationId: id,
    method,
    path,
    summary,
    tags: [tag],
    security: securityOf(scope),
    ...(scope === undefined ? {} : { 'x-scope': scope, description: scopeSentence(scope) }),
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(body && {
        body: { required: true, content: { [route.bodyType ?? 'application/json']: { schema: body } } },
      }),
    },
    responses,
  };
}

function scopeSentence(scope: TokenScope): string {
  return `An API token needs the scope \`${scope}\`.`;
}

/** All refusals of a route by status: its own, and those that follow from what it accepts. */
function refusalsByStatus(route: RouteContract): Map<number, ProblemCode[]> {
  const isOfApi = route.path.startsWith('/api/');
  const codes = new Set<ProblemCode>([
    ...(route.query || route.body ? (['invalid_request'] as const) : []),
    ...(route.access === 'token' ? (['unauthenticated'] as const) : []),
    ...(route.access === 'operator' || route.access === 'administrator'
      ? (['unauthenticated', 'insufficient_scope', 'forbidden', 'password_change_required'] as const)
      : []),
    ...(route.params ? (['not_found'] as const) : []),
    ...(route.body ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
    ...(route.refusals ?? []),
    'too_many_requests',
    ...(isOfApi ? (['internal', 'unavailable'] as const) : []),
  ]);
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}
