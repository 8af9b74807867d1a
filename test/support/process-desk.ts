/**
 * An installation of real processes: a Temporal namespace, a data folder and a port of its own; the simulator runs in
 * the test and stands in for WeChat. Everything is done over HTTP and recorded for the checker.
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import type { ChannelBody } from '../../src/contracts/channels/channel';
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { MessageBody } from '../../src/contracts/conversations/message';
import type { Account } from '../../src/simulator/accounts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator';
import { fastForward } from '../../src/temporal/virtual-time';
import { type ContactEvidence, findViolations, type ReplyOperation, type Written } from './checker';
import { eventually } from './eventually';
import { findLastingPort } from './lasting-port';
import { type DuihuaProcess, type Ended, type Program, startFile, startProcess } from './process';
import { makeProcessData } from './process-data';

/** The time limit for what must happen at all; on an idle machine it takes a second or two. */
const PATIENCE_MS = 60_000;
export const HOUR = 3_600_000;

export type ProcessDeskOptions = {
  /** A server other than that of the test run. */
  readonly temporalAddress?: string;
  readonly databaseUrl?: string;
  /** The data folder is empty and no `DATABASE_URL` is set, as at the very first start. */
  readonly isFresh?: boolean;
  /** Additional settings for every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** How WeChat delivers; default: three times, 5 s apart, as the real one does. */
  readonly wechat?: Pick<SimulatorOptions, 'redeliveryDelayMs' | 'deliveryAttempts'>;
};

export type Answer<Body = unknown> = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
};

export type DeskChannel = { readonly channelId: string; readonly brandId: string; readonly account: Account };

export type ProcessDesk = {
  readonly simulator: Simulator;
  /** The settings of all its processes. */
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly port: number;
  readonly url: string;
  readonly temporal: Client;
  /** Starts the program of `npm start`, with additional settings, and waits until it is ready. */
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<DuihuaProcess>;
  /** Starts any program with the installation's settings; does not wait. */
  readonly launch: (
    program: Program,
    env?: Readonly<Record<string, string>>,
    args?: readonly string[],
  ) => DuihuaProcess;
  /** The same for a program by its file, such as one of a recorded build (`recorded-build.ts`). */
  readonly launchFile: (file: string, env?: Readonly<Record<string, string>>) => DuihuaProcess;
  /** Calls the API as the administrator; `to` is another process's address. */
  readonly call: <Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    to?: string,
  ) => Promise<Answer<Body>>;
  /** Uploads a file as operators do; returns its id. */
  readonly uploads: (bytes: Buffer, name: string) => Promise<string>;
  /** Connects an Official Account over the API, to the desk's brand or another one; the webhook is at `to`. */
  readonly connect: (
    account?: { encryption?: Account['encryption']; brandId?: string },
    to?: string,
  ) => Promise<DeskChannel>;
  /** The contact writes; resolves when WeChat's deliveries have settled. */
  readonly writes: (openId: string, text: string) => Promise<boolean>;
  /** Records for the checker what a test has sent to the webhook itself. */
  readonly recordWritten: (written: Pick<Written, 'openId' | 'text' | 'acknowledged'>) => void;
  /** An operator replies in the contact's newest conversation; undefined if the API gave no answer. */
  readonly replies: (
    openId: string,
    text: string,
    options?: { readonly to?: string; readonly conversationId?: string },
  ) => Promise<Answer<MessageBody> | undefined>;
  /** The newest conversation of the contact, as soon as it exists and meets the condition. */
  readonly conversation: (
    openId: string,
    is?: (conversation: ConversationBody) => boolean,
    withinMs?: number,
  ) => Promise<ConversationBody>;
  readonly conversations: (openId: string) => Promise<readonly ConversationBody[]>;
  readonly timeline: (openId: string, to?: string) => Promise<readonly MessageBody[]>;
  /** The outbound message with this text, as soon as it has one of these statuses. */
  readonly settles: (
    openId: string,
    text: string,
    statuses: readonly string[],
    withinMs?: number,
  ) => Promise<MessageBody>;
  /** Lets time pass for the contact's conversation and for WeChat. */
  readonly waits: (openId: string, ms: number) => Promise<void>;
  /** Waits until every row is filed and no message is under way, then checks the run. */
  readonly violations: (options?: {
    isInOrder?: boolean;
    alsoOver?: string;
    withinMs?: number;
  }) => Promise<string[]>;
  /** Sends a signal to all processes that run. */
  readonly endAll: (signal: NodeJS.Signals) => { pids: readonly number[]; ended: Promise<readonly Ended[]> };
  readonly close: () => Promise<void>;
};

export const testTemporalAddress = (): string => {
  const address = process.env['DUIHUA_TEST_TEMPORAL_ADDRESS'];
  if (address === undefined) throw new Error('The Temporal server of the test run is missing.');
  return address;
};

/** The database did not confirm the reply (docs/rules.md#36). */
function isUnclear(body: object | undefined): boolean {
  // Without a body it is no answer of ours: Node's server gave up a request that did not arrive in time.
  return body === undefined || ('reason' in body && body.reason === 'acceptance_unknown');
}

/** Makes an installation in which only the simulator runs. Close it after the tests. */
export async function createProcessDesk(options: ProcessDeskOptions = {}): Promise<ProcessDesk> {
  const address = options.temporalAddress ?? testTemporalAddress();
  const namespace = `desk-${randomBytes(6).toString('hex')}`;
  const connection = Connection.lazy({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  const temporal = new Client({ connection, namespace });
  const { dataDir, databaseUrl } = await makeProcessData(options);
  const simulator = createSimulator(options.wechat);
  const token = randomBytes(24).toString('hex');
  const port = await findLastingPort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    DATA_DIR: dataDir,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    WECHAT_API_URL: await simulator.listen(0),
    SECRET_KEY: randomBytes(32).toString('base64'),
    ADMIN_TOKEN: token,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    ...options.env,
  };
  const processes = new Set<DuihuaProcess>();
  const written: Written[] = [];
  const replied: ReplyOperation[] = [];
  let channel: DeskChannel | undefined;

  const keep = (launched: DuihuaProcess): DuihuaProcess => {
    processes.add(launched);
    void launched.ended.then(() => processes.delete(launched));
    return launched;
  };

  const launch: ProcessDesk['launch'] = (program, more = {}, args = []) =>
    keep(startProcess(program, { ...env, ...more }, args));

  const endAll: ProcessDesk['endAll'] = (signal) => {
    const alive = [...processes];
    return { pids: alive.map(({ pid }) => pid), ended: Promise.all(alive.map((one) => one.end(signal))) };
  };

  const call: ProcessDesk['call'] = async <Body>(method: string, where: string, body?: unknown, to = url) => {
    const response = await fetch(`${to}/api/v1${where}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = (text === '' ? undefined : JSON.parse(text)) as Body;
    return { status: response.status, headers: response.headers, body: parsed };
  };

  const ok = async <Body>(method: string, where: string, body?: unknown, to = url): Promise<Body> => {
    const answer = await call<Body>(method, where, body, to);
    if (answer.status >= 300)
      throw new Error(`${method} ${where}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  const all = async <Item>(where: string, to = url): Promise<Item[]> => {
    const items: Item[] = [];
    for (let cursor = ''; ; ) {
      type Page = { readonly items: Item[]; readonly nextCursor: string | null };
      const page: Page = await ok(
        'GET',
        `${where}${where.includes('?') ? '&' : '?'}limit=100${cursor}`,
        undefined,
        to,
      );
      items.push(...page.items);
      if (page.nextCursor === null) return items;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
  };

  const contactIds = new Map<string, string>();
  const contactId = async (openId: string, to = url): Promise<string | undefined> => {
    const known = contactIds.get(openId);
    if (known !== undefined) return known;
    const [contact] = await all<{ id: string }>(`/contacts?openId=${openId}`, to);
    if (contact !== undefined) contactIds.set(openId, contact.id);
    return contact?.id;
  };

  const conversations: ProcessDesk['conversations'] = async (openId) => {
    const id = await contactId(openId);
    if (id === undefined) return [];
    const list = await all<ConversationBody>(`/conversations?contactId=${id}`);
    return list.sort((one, other) => one.startedAt.localeCompare(other.startedAt));
  };

  const conversation: ProcessDesk['conversation'] = async (
    openId,
    is = () => true,
    withinMs = PATIENCE_MS,
  ) => {
    let last: ConversationBody | undefined;
    try {
      return await eventually(
        async () => {
          last = (await conversations(openId)).at(-1);
          return last !== undefined && is(last) && last;
        },
        'the conversation',
        withinMs,
      );
    } catch (cause) {
      throw new Error(`The conversation of ${openId} is ${JSON.stringify(last)}`, { cause });
    }
  };

  const timeline: ProcessDesk['timeline'] = async (openId, to = url) => {
    const id = await contactId(openId, to);
    return id === undefined ? [] : all<MessageBody>(`/contacts/${id}/timeline`, to);
  };

  const replies: ProcessDesk['replies'] = async (openId, text, { to = url, conversationId } = {}) => {
    const id = conversationId ?? (await conversation(openId)).id;
    let answer: Answer<MessageBody> | undefined;
    try {
      answer = await call<MessageBody>('POST', `/conversations/${id}/messages`, { type: 'text', text }, to);
    } catch {
      answer = undefined;
    }
    const told =
      answer === undefined || isUnclear(answer.body)
        ? 'unknown'
        : answer.status === 201
          ? 'accepted'
          : 'refused';
    replied.push({ openId, text, told });
    return answer;
  };

  const evidenceOf = async (openId: string, alsoOver = url): Promise<ContactEvidence> => ({
    openId,
    transcripts: [await timeline(openId), await timeline(openId, alsoOver)],
    conversations: await conversations(openId),
    received: simulator.received({ openId }),
  });

  const openIdsSeen = (): string[] => [...new Set([...written, ...replied].map((one) => one.openId))];

  const isQuiet = async (): Promise<boolean> => {
    for (const openId of openIdsSeen()) {
      const rows = await timeline(openId);
      const texts = new Set(rows.map((row) => row.text));
      const promised = [
        ...written.filter((one) => one.acknowledged),
        ...replied.filter((one) => one.told === 'accepted'),
      ];
      const isMissing = promised.some((one) => one.openId === openId && !texts.has(one.text));
      if (isMissing || rows.some(isUnderWay)) return false;
    }
    return true;
  };

  return {
    simulator,
    env,
    dataDir,
    port,
    url,
    temporal,
    launch,
    launchFile: (file, more = {}) => keep(startFile(file, { ...env, ...more })),
    call,
    conversations,
    conversation,
    timeline,
    replies,
    async uploads(bytes, name) {
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(bytes)]), name);
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${url}/api/v1/attachments`, { method: 'POST', headers, body: form });
      const body = (await response.json()) as { readonly id: string };
      if (response.status !== 201) throw new Error(`the upload: ${response.status} ${JSON.stringify(body)}`);
      return body.id;
    },
    async start(more) {
      const started = launch('start', more);
      await started.prints(/Duihua runs/);
      return started;
    },
    async connect({ encryption = 'plain', brandId } = {}, to = url) {
      const brand =
        brandId ?? channel?.brandId ?? (await ok<{ id: string }>('POST', '/brands', { name: 'Tea' })).id;
      const draft = simulator.addAccount({ encryption });
      const { originalId, appId, appSecret, token: accountToken, encodingAesKey } = draft;
      const { id } = await ok<ChannelBody>('POST', '/channels', {
        brandId: brand,
        name: `Tea ${encryption}`,
        originalId,
        appId,
        appSecret,
        token: accountToken,
        encodingAesKey,
        encryption,
        ipAllowlistConfirmed: true,
      });
      const account = simulator.updateAccount(appId, { webhookUrl: `${to}/webhooks/wechat/${id}` });
      const connected = { channelId: id, brandId: brand, account };
      channel ??= connected;
      return connected;
    },
    async writes(openId, text) {
      const appId = channel?.account.appId;
      const { now } = simulator.addContact({ appId, openId });
      const at = Date.now();
      const { delivered } = await simulator.write({ appId, openId }, { type: 'text', text });
      written.push({ openId, text, acknowledged: delivered, at, virtualAt: now });
      return delivered;
    },
    recordWritten(one) {
      const at = Date.now();
      written.push({ ...one, at, virtualAt: at });
    },
    async settles(openId, text, statuses, withinMs = PATIENCE_MS) {
      let last: MessageBody | undefined;
      try {
        return await eventually(
          async () => {
            last = (await timeline(openId)).find((row) => row.direction === 'outbound' && row.text === text);
            return last !== undefined && statuses.includes(last.status ?? '') && last;
          },
          statuses.join(),
          withinMs,
        );
      } catch (cause) {
        throw new Error(`"${text}" did not become ${statuses.join(' or ')}: ${JSON.stringify(last)}`, {
          cause,
        });
      }
    },
    async waits(openId, ms) {
      const id = await contactId(openId);
      if (id === undefined) throw new Error(`There is no contact ${openId}.`);
      simulator.moveTime({ openId }, ms);
      await fastForward(temporal, id, ms);
    },
    async violations({ isInOrder = true, alsoOver, withinMs = PATIENCE_MS } = {}) {
      // If it does not become quiet it is checked as it is: the checker says what is missing.
      await eventually(isQuiet, 'everything is filed and settled', withinMs).catch(() => undefined);
      const contacts: ContactEvidence[] = [];
      for (const openId of openIdsSeen()) contacts.push(await evidenceOf(openId, alsoOver));
      const ledger = simulator.calls('custom/send');
      return findViolations({ written, replies: replied, ledger, contacts, takenAt: Date.now(), isInOrder });
    },
    endAll,
    async close() {
      await endAll('SIGKILL').ended;
      await simulator.close();
      await connection.close();
      // The database server may still be ending: it notices on its own that its parent was killed.
      await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

function isUnderWay({ status }: MessageBody): boolean {
  return status === 'queued' || status === 'sending';
}
