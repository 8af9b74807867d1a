import { randomInt } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Account } from '../accounts';
import { type Clock, pause } from '../clock';
import type { EffectType, Faults } from '../faults';
import { SimulatorError } from '../problems';
import { type Body, bodyOf, signedUrl } from './signed-request';

const RECORDS_KEPT = 20_000;
const ANSWER_BYTES = 65_536;
const REORDER_MS = 30_000;

/** One delivery attempt and its result. */
export type Delivery = {
  readonly at: number;
  readonly appId: string;
  readonly openId: string;
  readonly msgId: string | null;
  /** 1 for the original, 2 and 3 for the repeats; copies made by a fault have the number of their original. */
  readonly attempt: number;
  /** The HTTP status, or null if no answer came in time. */
  readonly status: number | null;
  readonly body: string;
  readonly ms: number;
  /** True for 200 with `success` or an empty body: WeChat accepts that. */
  readonly ok: boolean;
  readonly error: string | null;
};

/** One message or event to deliver. `clear` is the unencrypted text in the account's format, the same for every attempt. */
export type Shipment = {
  readonly account: Account;
  readonly openId: string;
  readonly msgId: string | null;
  readonly clear: string;
  /** False: does not wait for the contact's earlier ones. */
  readonly isOrdered: boolean;
};

/** The answer to WeChat's check of a webhook address: `ok` if the echostr came back byte for byte. */
export type Verification = {
  readonly ok: boolean;
  readonly status: number | null;
  readonly body: string;
  readonly ms: number;
};

export type DeliveryOptions = {
  readonly clock: Clock;
  readonly faults: Faults;
  /** From the start of one attempt to the next, ms. */
  readonly redeliveryDelayMs: number;
  /** How long the webhook may take, ms. */
  readonly deliveryTimeoutMs: number;
  /** Attempts in total. */
  readonly deliveryAttempts: number;
  /** Aborted when the simulator closes; ends every wait. */
  readonly closing: AbortSignal;
  readonly onDelivery?: ((delivery: Delivery) => void) | undefined;
};

export type Deliveries = ReturnType<typeof createDeliveries>;

/** Pushes messages and events to the accounts' webhooks (docs "Message push", "Access guide"). */
export function createDeliveries(options: DeliveryOptions) {
  const { clock, faults, closing } = options;
  // No limit on connections: the tests include a thousand deliveries at once.
  const agent = new Agent({ connections: null, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  const tails = new Map<string, Promise<void>>();
  const held = new Map<string, Set<() => void>>();
  let records: Delivery[] = [];

  /**
   * Delivers until the webhook accepts it, at most three times, with the same body; each attempt is signed again. First
   * attempts to one contact are in order; repeats don't delay newer messages (WeChat promises no order). Resolves when
   * it is over either way; empty for an account without a webhook.
   */
  async function deliver(shipment: Shipment): Promise<readonly Delivery[]> {
    const { account, openId } = shipment;
    if (account.webhookUrl === null) return [];
    const place = { appId: account.appId, openId };
    const chain = `${account.appId} ${openId}`;
    const turn = takeTurn(chain, shipment.isOrdered);
    try {
      await turn.before;
      const isHeld = faults.take('webhook', place, ['reorder']) !== null;
      if (isHeld) {
        turn.done();
        await untilReleased(chain);
      } else releaseAfter(chain, turn);
      return await deliverRounds(shipment, turn);
    } finally {
      turn.done();
    }
  }

  async function deliverRounds(shipment: Shipment, turn: Turn): Promise<readonly Delivery[]> {
    const { account, openId } = shipment;
    const body = bodyOf(shipment);
    const made: Delivery[] = [];
    for (let attempt = 1; attempt <= options.deliveryAttempts && !closing.aborted; attempt += 1) {
      const startedAt = performance.now();
      const copies =
        attempt === 1 ? faults.take('webhook', { appId: account.appId, openId }, ['duplicate']) : null;
      const count = copies?.type === 'duplicate' ? copies.copies : 1;
      const round = await Promise.all(
        Array.from({ length: count }, () => attemptOnce(shipment, body, attempt)),
      );
      turn.done();
      made.push(...round);
      if (round.every((delivery) => delivery.ok)) break;
      if (attempt < options.deliveryAttempts) {
        await pause(options.redeliveryDelayMs - (performance.now() - startedAt), closing);
      }
    }
    return made;
  }

  async function attemptOnce(shipment: Shipment, body: Body, attempt: number): Promise<Delivery> {
    const { account, openId, msgId } = shipment;
    const effect = faults.take('webhook', { appId: account.appId, openId }, ['delay', 'cut', 'drop_answer']);
    if (effect?.type === 'delay') await pause(effect.ms, closing);
    const at = clock();
    const answer = await post(account, openId, body, effect?.type ?? null);
    const isContent = answer.status === 200 && (answer.body === 'success' || answer.body === '');
    const delivery = { at, appId: account.appId, openId, msgId, attempt, ...answer, ok: isContent };
    records.push(delivery);
    options.onDelivery?.(delivery);
    if (records.length > RECORDS_KEPT) records = records.slice(RECORDS_KEPT / 10);
    return delivery;
  }

  async function post(
    account: Account,
    openId: string,
    body: Body,
    effect: EffectType | null,
  ): Promise<Answer> {
    if (effect === 'cut') return { status: null, body: '', ms: 0, error: 'cut by a fault' };
    const url = signedUrl(account, clock(), { openid: openId }, body.encrypted);
    const contentType = account.format === 'json' ? 'application/json' : 'text/xml';
    const headers = { 'content-type': contentType, 'user-agent': 'Mozilla/4.0' };
    return exchange(url, { method: 'POST', headers, body: body.text }, effect === 'drop_answer');
  }

  async function exchange(
    url: URL,
    init: { method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string },
    isDropped: boolean,
  ): Promise<Answer> {
    const startedAt = performance.now();
    const since = (): number => Math.round(performance.now() - startedAt);
    const hangUp = new AbortController();
    const stop = (): void => hangUp.abort();
    const timer = setTimeout(stop, options.deliveryTimeoutMs);
    closing.addEventListener('abort', stop, { once: true });
    try {
      const response = await request(url, { ...init, dispatcher: agent, signal: hangUp.signal });
      if (isDropped) {
        // The answer has begun to arrive, so the webhook has done its work, but WeChat never learns of it.
        response.body.on('error', () => undefined).destroy();
        return { status: null, body: '', ms: since(), error: 'answer dropped by a fault' };
      }
      const body = await readBounded(response.body);
      return { status: response.statusCode, body, ms: since(), error: null };
    } catch (error) {
      const isLate = hangUp.signal.aborted && !closing.aborted;
      return { status: null, body: '', ms: since(), error: isLate ? 'no answer in time' : String(error) };
    } finally {
      clearTimeout(timer);
      closing.removeEventListener('abort', stop);
    }
  }

  /** WeChat's check of an address: GET with a random echostr (docs "Access guide"). Throws `no_webhook`. */
  async function verify(account: Account): Promise<Verification> {
    if (account.webhookUrl === null)
      throw new SimulatorError('no_webhook', `${account.appId} has no webhook address.`);
    const echostr = String(randomInt(2 ** 47)).padStart(19, '7');
    const { status, body, ms } = await exchange(
      signedUrl(account, clock(), { echostr }, null),
      { method: 'GET' },
      false,
    );
    return { ok: status === 200 && body === echostr, status, body, ms };
  }

  /** A place in the contact's queue: `before` resolves when all earlier ones have been tried once. */
  function takeTurn(chain: string, isOrdered: boolean): Turn {
    if (!isOrdered) return { before: Promise.resolve(), done: () => undefined };
    let done: () => void = () => undefined;
    const before = tails.get(chain) ?? Promise.resolve();
    const mine = new Promise<void>((resolve) => {
      done = resolve;
    });
    const tail = before.then(() => mine);
    tails.set(chain, tail);
    void tail.then(() => {
      if (tails.get(chain) === tail) tails.delete(chain);
    });
    return { before, done };
  }

  /** When this turn is done, releases what a `reorder` fault holds back. */
  function releaseAfter(chain: string, turn: Turn): void {
    const waiting = held.get(chain);
    if (waiting === undefined) return;
    held.delete(chain);
    const { done } = turn;
    turn.done = () => {
      done();
      for (const release of waiting) release();
    };
  }

  async function untilReleased(chain: string): Promise<void> {
    const waiting = held.get(chain) ?? new Set();
    held.set(chain, waiting);
    const released = new AbortController();
    const release = (): void => released.abort();
    waiting.add(release);
    closing.addEventListener('abort', release, { once: true });
    await pause(REORDER_MS, released.signal);
    waiting.delete(release);
    closing.removeEventListener('abort', release);
  }

  return {
    deliver,
    verify,
    /** Every attempt, oldest first (the latest 20,000). */
    all: (): readonly Delivery[] => [...records],
    close: (): Promise<void> => agent.destroy(),
  };
}

type Turn = { readonly before: Promise<void>; done: () => void };
type Answer = Pick<Delivery, 'status' | 'body' | 'ms' | 'error'>;

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString('utf8');
}
