import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import { createAccounts } from './accounts';
import { createMedia } from './calls/media';
import { platformCalls } from './calls/platform-calls';
import { createQrCodes } from './calls/qr-codes';
import { createSend } from './calls/send';
import { createTokens } from './calls/tokens';
import { createUsers } from './calls/users';
import type { Clock } from './clock';
import { createControlRouter } from './control';
import { createFaults } from './faults';
import { type Call, createLedger } from './ledger';
import { createModelRouter } from './model';
import { type ControlOperations, createOperations } from './operations';
import { createContacts } from './phone/contacts';
import { createMessageIds } from './phone/message-ids';
import { createPhone } from './phone/phone';
import { createPhoneLog } from './phone/phone-log';
import { WECHAT_WINDOW_RULES, type WindowRules } from './phone/windows';
import { createPlatformRouter } from './platform';
import { createStateFile, type SimulatorState } from './state-file';
import { createUpkeep } from './upkeep';
import { createDeliveries, type Delivery } from './webhook/deliveries';

const BACKLOG = 4096;

export type SimulatorOptions = {
  /** Where accounts, contacts, windows, tokens and received messages are stored between runs; unset: nowhere. */
  readonly stateFile?: string | undefined;
  /** Real time in epoch ms; default `Date.now`. Each contact adds its own offset. */
  readonly clock?: Clock | undefined;
  /** From the start of a delivery to its repeat, ms; default 5000, 0 repeats at once. */
  readonly redeliveryDelayMs?: number | undefined;
  /** How long a webhook may take, ms; default 5000. */
  readonly deliveryTimeoutMs?: number | undefined;
  /** Deliveries of one message in total; default 3. */
  readonly deliveryAttempts?: number | undefined;
  /** Fixed delay before `custom/send` answers, ms; default 0. */
  readonly answerDelayMs?: number | undefined;
  /** Replaces some of WeChat's windows (count, ms); default WeChat's own. */
  readonly windows?: Partial<WindowRules> | undefined;
  /** Called with each API call before it is answered, and with each delivery, so that they can outlive the process. */
  readonly onRecord?: ((record: SimulatorRecord) => void) | undefined;
};

export type SimulatorRecord = { readonly call: Call } | { readonly delivery: Delivery };

/** The simulator: control operations, and starting and stopping it. */
export type Simulator = ControlOperations & {
  /** `http://host:port` after `listen`; throws before. */
  readonly url: string;
  /** Accepts calls on this port (0: any) and returns the address. */
  listen(port: number, host?: string): Promise<string>;
  /** Cuts all connections and refuses new ones, as if WeChat were unavailable, until `listen` is called again. */
  stopListening(): Promise<void>;
  /** Stops listening, gives up pending repeats, and writes the state file. */
  close(): Promise<void>;
};

/**
 * Creates a WeChat platform for tests and the demo: accounts, contacts with phones, the API, webhooks, faults. It
 * shares no code with the product.
 * @example
 * const simulator = createSimulator({ redeliveryDelayMs: 0 });
 * await simulator.listen(0);
 * simulator.addAccount({ webhookUrl: 'http://127.0.0.1:8080/webhooks/wechat/1' });
 * await simulator.write('customer-1', { type: 'text', text: 'hello' });
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = options.clock ?? Date.now;
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const rules: WindowRules = { ...WECHAT_WINDOW_RULES, ...options.windows };
  const stateFile = createStateFile(options.stateFile, currentState);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    stateFile.changed();
    for (const listener of listeners) listener();
  };

  const accounts = createAccounts(changed);
  const contacts = createContacts(
    clock,
    rules,
    changed,
    (appId) => accounts.find(appId)?.kind === 'mini_program',
  );
  const tokens = createTokens(clock, accounts, changed);
  const media = createMedia(clock);
  const faults = createFaults(changed);
  const phoneLog = createPhoneLog(clock, contacts.now, changed);
  const ledger = createLedger(clock, (call) => options.onRecord?.({ call }));
  const qrCodes = createQrCodes();
  const messageIds = createMessageIds(clock());
  const deliveries = createDeliveries({
    clock,
    faults,
    closing: closing.signal,
    redeliveryDelayMs: options.redeliveryDelayMs ?? 5000,
    deliveryTimeoutMs: options.deliveryTimeoutMs ?? 5000,
    deliveryAttempts: options.deliveryAttempts ?? 3,
    onDelivery: (delivery) => options.onRecord?.({ delivery }),
  });
  const phone = createPhone({
    accounts,
    contacts,
    media,
    deliveries,
    messageIds,
    phoneLog,
    changed,
    origin: address,
  });
  const operations = createOperations({
    clock,
    accounts,
    contacts,
    tokens,
    media,
    qrCodes,
    faults,
    ledger,
    deliveries,
    phone,
    phoneLog,
    listeners,
    changed,
  });

  const saved = stateFile.read();
  if (saved !== null) load(saved);

  const app = express();
  app.disable('x-powered-by').disable('etag');
  const send = createSend(contacts, media, changed);
  const users = createUsers(contacts, changed);
  const calls = platformCalls({ tokens, send, media, users, qrCodes, upkeep: createUpkeep(clock) });
  const answerDelayMs = options.answerDelayMs ?? 0;
  app.use(
    createPlatformRouter({
      calls,
      tokens,
      media,
      faults,
      ledger,
      contacts,
      phoneLog,
      answerDelayMs,
      closing: closing.signal,
    }),
  );
  app.use('/model', createModelRouter(closing.signal));
  app.use('/simulator', createControlRouter(operations));
  app.use(answerUnexpected);
  let server: Server | undefined;

  function currentState(): SimulatorState {
    return {
      version: 1,
      lastMsgId: messageIds.last(),
      accounts: [...accounts.all()],
      contacts: contacts.all(),
      tokens: tokens.save(),
      phoneLog: phoneLog.save(),
    };
  }

  function load(state: SimulatorState): void {
    accounts.load(state.accounts);
    contacts.load(state.contacts);
    tokens.load(state.tokens);
    phoneLog.load(state.phoneLog);
    messageIds.skipTo(state.lastMsgId);
  }

  function address(): string {
    const bound = server?.address() as AddressInfo | null | undefined;
    if (bound === null || bound === undefined) throw new Error('The simulator is not listening.');
    return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
  }

  function listen(port: number, host = '127.0.0.1'): Promise<string> {
    const listening = createServer({ keepAliveTimeout: 65_000 }, app);
    return new Promise((resolve, reject) => {
      listening.once('error', reject);
      listening.listen({ port, host, backlog: BACKLOG }, () => {
        server = listening;
        resolve(address());
      });
    });
  }

  async function stopListening(): Promise<void> {
    const listening = server;
    server = undefined;
    if (listening === undefined) return;
    const closed = new Promise((resolve) => listening.close(resolve));
    listening.closeAllConnections();
    await closed;
  }

  async function close(): Promise<void> {
    closing.abort();
    await stopListening();
    await deliveries.close();
    stateFile.flush();
  }

  return {
    ...operations,
    listen,
    stopListening,
    close,
    get url() {
      return address();
    },
  };
}

/** The last resort: a bug in the simulator itself, or a body that could not be read. */
function answerUnexpected(error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  const status =
    typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (response.headersSent) response.socket?.destroy();
  else
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify({ status, title: String(error) }));
}
