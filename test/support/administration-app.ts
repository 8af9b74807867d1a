/** The API over a database in memory, listening on a port of its own, with an administrator and helpers to call it. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { Registry } from 'prom-client';
import { type AppDeps, createApp } from '../../src/api/app';
import { bootstrapAdministrator } from '../../src/api/bootstrap-administrator';
import { createPasswords } from '../../src/platform/secrets/passwords';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createChannelHealth } from '../../src/store/channels/channel-health';
import { createChannelStore } from '../../src/store/channels/channels';
import { createRateCounts } from '../../src/store/channels/rate-counts';
import type { Database } from '../../src/store/engine/database-types';
import { createApiTokenStore } from '../../src/store/people/api-tokens';
import { createAuditLog } from '../../src/store/people/audit-log';
import { createBrandStore } from '../../src/store/people/brands';
import { createOperatorStore } from '../../src/store/people/operators';
import { createSessionStore } from '../../src/store/people/sessions';
import { createSignInGuard } from '../../src/store/people/sign-in-guard';
import { createTestDatabase, emptyDatabase } from './database';

export const SECRET_KEY = randomBytes(32);
export const ADMIN_TOKEN = 'test-admin-token';
export const ADMIN_EMAIL = 'admin@example.com';
export const ADMIN_PASSWORD = 'correct horse battery staple';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body, or undefined where it is none or no JSON. */
  readonly body: Body;
  readonly text: string;
};
/** The fields that tests look into; an answer has some of them. */
export type Body = {
  readonly [field: string]: unknown;
  readonly items: readonly Body[];
  readonly steps: readonly Body[];
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly csrfToken: string;
  readonly invitationUrl: string;
  readonly nextCursor: string;
};

export type CallOptions = {
  /** An API token; the administrator's where left out; null: none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

export type TestApp = {
  readonly url: string;
  readonly database: Database;
  readonly deps: AppDeps;
  /** Calls a path; a body that is no string is sent as JSON. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  /** Makes an operator with an API token and a password. */
  operator(brandIds: readonly string[], role?: 'operator' | 'administrator'): Promise<TestOperator>;
  /** Empties the database but for the administrator, as it was at the start. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export type TestOperator = { readonly id: string; readonly email: string; readonly token: string };
export const OPERATOR_PASSWORD = 'a password of an operator';

/**
 * Starts the app. `change` replaces dependencies; `shared` is a database that is emptied for it, and left open when it
 * closes.
 */
export async function startTestApp(change: Partial<AppDeps> = {}, shared?: Database): Promise<TestApp> {
  const database = shared ?? (await createTestDatabase());
  if (shared !== undefined) await emptyDatabase(shared);
  const secretBox = createSecretBox([SECRET_KEY]);
  const deps: AppDeps = {
    logger: pino({ level: 'silent' }),
    metrics: new Registry(),
    publicUrl: 'http://desk.example.com',
    version: '0.0.0-test',
    operators: createOperatorStore(database),
    brands: createBrandStore(database),
    channels: createChannelStore(database, { secretBox }),
    channelHealth: createChannelHealth(database),
    checkAccount: async () => ({ token: { type: 'unreachable', wechatCode: null }, permission: null }),
    apiTokens: createApiTokenStore(database),
    sessions: createSessionStore(database),
    signInGuard: createSignInGuard(database),
    rateCounts: createRateCounts(database, 60),
    auditLog: createAuditLog(database),
    passwords: createPasswords(),
    readiness: { database: () => database.ping() },
    ...change,
  };
  const wishes = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD, token: ADMIN_TOKEN };
  const { administrator } = await bootstrapAdministrator({ ...deps, database }, wishes);
  const passwordHash = await deps.operators.passwordHash(administrator.id);
  const server = await listening(createServer(createApp(deps)));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;

  const call: TestApp['call'] = async (method, path, body, { token = ADMIN_TOKEN, headers = {} } = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const parsed = (isJson ? JSON.parse(text) : undefined) as Body;
    return { status: response.status, headers: response.headers, text, body: parsed };
  };
  let operators = 0;
  return {
    url,
    database,
    deps,
    call,
    async operator(brandIds, role = 'operator') {
      operators += 1;
      const email = `operator${operators}@example.com`;
      const fields = { name: `Operator ${operators}`, email, role, brandIds, password: OPERATOR_PASSWORD };
      const { body } = await call('POST', '/api/v1/operators', fields);
      const { id } = body;
      const { secret } = await deps.apiTokens.create({ operatorId: id, name: 'test', scope: 'write' });
      return { id, email, token: secret };
    },
    async reset() {
      await database.db.execute(sql`truncate operators, brands, sign_in_guards cascade`);
      const { name, email, role } = administrator;
      await deps.operators.create({ name, email, role, brandIds: [], passwordHash });
      await bootstrapAdministrator({ ...deps, database }, wishes);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (shared === undefined) await database.close();
    },
  };
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** A complete channel's fields. */
export function channelFields(brandId: string) {
  return {
    brandId,
    name: 'Tea house',
    originalId: 'gh_123456789abc',
    appId: 'wx0123456789abcdef',
    appSecret: 'canary-app-secret',
    token: 'canarytoken',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  };
}
