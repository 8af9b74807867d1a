/** The API on a test database, listening on its own port, with an administrator and functions to call it. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createApp } from '../../src/api/app';
import { bootstrapAdministrator } from '../../src/api/bootstrap-administrator';
import { createAvailabilityHub } from '../../src/api/live/availability-hub';
import { createChangeHub } from '../../src/api/live/change-hub';
import { createDraftHub } from '../../src/api/live/draft-hub';
import { createPresenceHub } from '../../src/api/live/presence-hub';
import type { MountOptions } from '../../src/api/mount';
import type {
  Alerting,
  ApiParts,
  Botting,
  Channels,
  Conversing,
  Deliveries,
  Files,
  Limiting,
  Live,
  People,
  Site,
  Watch,
  Webhooking,
} from '../../src/api/parts';
import { createAskBot } from '../../src/bots/ask';
import { createReplyTokens } from '../../src/bots/reply-tokens';
import type { MediaStore } from '../../src/media/media-store';
import { createEgressPolicy } from '../../src/platform/network/egress-policy';
import { createGuardedClient } from '../../src/platform/network/guarded-client';
import { createPasswords } from '../../src/platform/secrets/passwords';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { isPushEndpoint } from '../../src/push/web-push';
import { createApiStores } from '../../src/runtime/api-stores';
import { createWebhookServices } from '../../src/runtime/webhooks/webhook-services';
import { findGroupNamed } from '../../src/store/bots/bot-groups';
import { createBotSpeeches } from '../../src/store/bots/bot-speeches';
import { createBots } from '../../src/store/bots/bots';
import { createChannelHealth } from '../../src/store/channels/channel-health';
import { createChannelStore } from '../../src/store/channels/channels';
import { createContacts } from '../../src/store/contacts/contacts';
import type { Database } from '../../src/store/engine/database-types';
import { createAttachments } from '../../src/store/files/attachments';
import { createApiTokenStore } from '../../src/store/people/api-tokens';
import { createBrandStore } from '../../src/store/people/brands';
import { createOperatorStore } from '../../src/store/people/operators';
import { createPresenceNotices } from '../../src/store/presence/presence-notices';
import { createEraseWords } from '../../src/store/privacy/erase-words';
import { createErasures } from '../../src/store/privacy/erasures';
import { createSweepFiles } from '../../src/store/privacy/media-sweep';
import { createRetentionStore } from '../../src/store/privacy/retention';
import { createInbox } from '../../src/store/transcript/inbox';
import { createDeliveryLog } from '../../src/store/webhooks/delivery-log';
import { createTestDatabase, emptyDatabase } from './database';

export const SECRET_KEY = randomBytes(32);
export const ADMIN_TOKEN = 'test-admin-token';
export const ADMIN_EMAIL = 'admin@example.com';
export const ADMIN_PASSWORD = 'correct horse battery staple';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body, or undefined if there is none or it is not JSON. */
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
  /** An API token; default: the administrator's; null: none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Fields that replace those of the test app's parts. */
export type Change = Partial<
  Site &
    People &
    Channels &
    Conversing &
    Botting &
    Webhooking &
    Alerting &
    Files &
    Live &
    Deliveries &
    Watch &
    Limiting
> &
  Pick<ApiParts, 'demo'>;

export type TestApp = {
  readonly url: string;
  readonly database: Database;
  readonly deps: People & Channels & Limiting;
  /** The same app as another process would have it; `change` replaces parts. Its answers are checked by default. */
  another(change?: Change, options?: Pick<MountOptions, 'checksAnswers'>): Express;
  /** Calls a path; a body that is no string is sent as JSON. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  /** Makes an operator with an API token and a password. */
  operator(brandIds: readonly string[], role?: 'operator' | 'administrator'): Promise<TestOperator>;
  /** Empties the database, except for the administrator. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export type TestOperator = { readonly id: string; readonly email: string; readonly token: string };
const KEEPS_ALIVE_MS = 600_000;
export const OPERATOR_PASSWORD = 'a password of an operator';

/**
 * Starts the app, with the routes and their order as in production. `change` replaces fields of its parts, or makes the
 * replacements from the database and the parts; `shared` is a database that is emptied first, and left open when the
 * app closes.
 */
export async function startTestApp(
  change: Change | ((database: Database, parts: ApiParts) => Change | Promise<Change>) = {},
  shared?: Database,
): Promise<TestApp> {
  const database = shared ?? (await createTestDatabase());
  if (shared !== undefined) await emptyDatabase(shared);
  const usual = createParts(database);
  const parts = changed(usual, typeof change === 'function' ? await change(database, usual) : change);
  const deps = { ...parts.people, ...parts.channels, ...parts.limiting };
  const wishes = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD, token: ADMIN_TOKEN };
  const { administrator } = await bootstrapAdministrator({ ...deps, database }, wishes);
  const passwordHash = await deps.operators.passwordHash(administrator.id);
  const server = createServer(createApp(parts, { checksAnswers: true }));
  // Test and server share a thread. After a long calculation of the test its client would use a connection again that the
  // server closes in the same moment.
  server.keepAliveTimeout = KEEPS_ALIVE_MS;
  await listening(server);
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
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    const parsed = (isJson ? JSON.parse(text) : undefined) as Body;
    return { status: response.status, headers: response.headers, text, body: parsed };
  };
  let operators = 0;
  // Hashed once: a hash takes as long as a whole short test.
  let operatorHash: string | undefined;
  return {
    url,
    database,
    deps,
    another: (other = {}, options = { checksAnswers: true }) =>
      createApp(changed(parts, { metrics: new Registry(), ...other }), options),
    call,
    async operator(brandIds, role = 'operator') {
      operators += 1;
      const email = `operator${operators}@example.com`;
      operatorHash ??= await deps.passwords.hash(OPERATOR_PASSWORD);
      const fields = { name: `Operator ${operators}`, email, role, brandIds, passwordHash: operatorHash };
      const created = await deps.operators.create(fields);
      if ('refusal' in created) throw new Error(`The operator was not created: ${created.refusal}`);
      const { id } = created.operator;
      const { secret } = await deps.apiTokens.create({ operatorId: id, name: 'test' });
      return { id, email, token: secret };
    },
    async reset() {
      await emptyDatabase(database);
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

/** Real stores; wishes are not answered, and changes are not announced. */
function createParts(database: Database): ApiParts {
  const logger = pino({ level: 'silent' });
  const secretBox = createSecretBox([SECRET_KEY]);
  const stores = createApiStores({ database, secretBox, logger });
  const { signIn, conversing, alerting, qrCodes, rejected, formerSecrets, rateCounts } = stores;
  const channels = createChannelStore(database, { secretBox });
  const policy = createEgressPolicy({ isProduction: false, allowed: [] });
  const guardedClient = createGuardedClient({ policy });
  const bots = createBots(database, { secretBox });
  const inbox = createInbox(database, { leaseMs: 1_000 });
  const erasures = createErasures(database, { secretBox });
  const away = async () => ({ type: 'unavailable' }) as const;
  const noStore = (): never => {
    throw new Error('This app has no media store.');
  };
  const mediaStore: MediaStore = {
    receive: noStore,
    keep: noStore,
    open: noStore,
    remove: noStore,
    has: noStore,
  };
  return {
    site: {
      publicUrl: 'http://desk.example.com',
      version: '0.0.0-test',
      egressIps: [],
      temporalUi: { url: 'http://localhost:8233', namespace: 'default' },
      trustProxyHops: 0,
      isExposed: { metrics: true, docs: true },
      clock: Date.now,
    },
    people: {
      operators: createOperatorStore(database),
      brands: createBrandStore(database),
      apiTokens: createApiTokenStore(database),
      passwords: createPasswords(),
      passwordSignIn: { isOn: true, emergency: null },
      provider: null,
      oidcRules: null,
      ...signIn,
    },
    channels: {
      channels,
      channelHealth: createChannelHealth(database),
      checkAccount: async () => ({ token: { type: 'unreachable', wechatCode: null }, permission: null }),
      qrCodes,
      makeQrCode: async () => null,
    },
    botting: {
      bots,
      askBot: createAskBot({ client: guardedClient }),
      checkAddress: guardedClient.check,
      replyTokens: createReplyTokens(secretBox),
      speeches: createBotSpeeches(database),
      preparing: ({ brandId }) => ({
        channelKind: async () => 'official_account' as const,
        usedMenuIds: async () => 0,
        keepPicture: async () => null,
        mayAttach: async () => false,
        groupNamed: (named) => findGroupNamed(database, { brandId, named }),
      }),
    },
    webhooking: {
      ...createWebhookServices({
        database,
        secretBox,
        channels,
        contacts: createContacts(database),
        client: guardedClient,
        logger,
      }),
      deliveryLog: createDeliveryLog(database),
    },
    alerting: { ...alerting, pushKey: 'test-push-key', isPushEndpoint },
    conversing: {
      ...conversing,
      contacts: createContacts(database),
      erasures,
      retention: createRetentionStore(database, { mediaStore }),
      retentionClient: { runNow: () => Promise.reject(new Error('Temporal is away')) },
      eraseWords: createEraseWords(database, { erasures }),
      sweepFiles: createSweepFiles(database, mediaStore),
      conversationClient: {
        reply: away,
        cancel: away,
        attend: away,
        decline: away,
        transfer: away,
        transferToGroup: away,
        complete: away,
        reopen: away,
        snooze: away,
        unsnooze: away,
        handback: away,
        askRating: away,
        botSpeech: away,
      },
      giveUpLater: () => undefined,
      sendTyping: async () => undefined,
    },
    files: { attachments: createAttachments(database, mediaStore), mediaStore, fetchSoon: () => undefined },
    live: {
      hub: createChangeHub({ ...conversing, ...alerting, database, logger }),
      presence: createPresenceHub(createPresenceNotices(database)),
      draftHub: createDraftHub(conversing.drafts),
      availabilityHub: createAvailabilityHub({ ...signIn, ...stores, database, logger }),
      closing: new AbortController().signal,
    },
    deliveries: {
      channelOf: channels.findWithSecrets,
      receive: async (item) => ((await inbox.receive(item)).isRepeat ? 'repeat' : 'store'),
      rejected,
      recordFormerUse: formerSecrets.recordUse,
      count: () => undefined,
    },
    watch: {
      logger,
      metrics: new Registry(),
      readiness: { database: () => database.ping() },
      warnings: {},
    },
    limiting: { rateCounts },
  };
}

/** `parts` with `change` applied to each of them; no field name is used twice. */
function changed(parts: ApiParts, change: Change): ApiParts {
  const { demo = parts.demo, ...fields } = change;
  return {
    site: { ...parts.site, ...fields },
    people: { ...parts.people, ...fields },
    channels: { ...parts.channels, ...fields },
    conversing: { ...parts.conversing, ...fields },
    botting: { ...parts.botting, ...fields },
    webhooking: { ...parts.webhooking, ...fields },
    alerting: { ...parts.alerting, ...fields },
    files: { ...parts.files, ...fields },
    live: { ...parts.live, ...fields },
    deliveries: { ...parts.deliveries, ...fields },
    watch: { ...parts.watch, ...fields },
    limiting: { ...parts.limiting, ...fields },
    demo,
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
