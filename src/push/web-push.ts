/** Sends one alert to one browser through the browser maker's push service (RFC 8030, 8291 and 8292). */
import { type Dispatcher, request } from 'undici';
import type { AlertKind } from '../domain/alerts';
import { isPublicAddress, type JudgeAddress } from '../platform/network/public-address';
import type { PushSubscription } from '../store/alerts/push-subscriptions';
import type { VapidKeys } from '../store/alerts/vapid-keys';
import { encryptFor } from './encrypt';
import { createVapid } from './vapid';

/**
 * What a push tells the service worker. No contact's name and no text: it is encrypted for the browser, but a locked
 * phone shows it to anyone who holds it.
 */
export type PushPayload = {
  readonly kind: AlertKind;
  /** The brand's name. */
  readonly brand: string;
  readonly conversationId: string;
};

/**
 * `gone`: the push service no longer knows the browser. `refused`: it will not take this push, now or later. `failed`:
 * worth another try.
 */
export type PushOutcome = 'sent' | 'gone' | 'refused' | 'failed';

export type SendPush = (subscription: PushSubscription, payload: PushPayload) => Promise<PushOutcome>;

/** A push service keeps it this long for a phone that is off; after that it is of no more use. */
const KEPT_SECONDS = 60 * 60;
const SENT_WITHIN_MS = 10_000;

/**
 * Whether an endpoint may be called: https, on the public internet, without a user name. A name that points elsewhere
 * is caught when the connection is made (`createPublicDispatcher`).
 */
export function isPushEndpoint(endpoint: string, isPublic: JudgeAddress = isPublicAddress): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, username, password } = new URL(endpoint);
  if (protocol !== 'https:' || username !== '' || password !== '') return false;
  // A host of the URL standard is an IPv6 address in brackets, an IPv4 address in its usual form, or a name.
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  const isAddress = address !== hostname || /^[\d.]+$/.test(hostname);
  return isAddress ? isPublic(address) : hostname.includes('.');
}

/**
 * Creates the function that sends pushes. It follows no redirects and never rejects. Throws if the keys are not a pair.
 *
 * @param options.dispatcher must connect only to the public internet: the address comes from a browser
 * @param options.contact how a push service can reach the people who run this desk: `https:` or `mailto:`
 */
export function createSendPush(options: {
  readonly keys: VapidKeys;
  readonly contact: string;
  readonly dispatcher: Dispatcher;
}): SendPush {
  const { dispatcher } = options;
  const authorize = createVapid(options.keys, options.contact);
  return async (subscription, payload) => {
    const { endpoint } = subscription;
    try {
      const answer = await request(endpoint, {
        dispatcher,
        method: 'POST',
        headers: {
          Authorization: authorize(endpoint),
          'Content-Encoding': 'aes128gcm',
          'Content-Type': 'application/octet-stream',
          TTL: String(KEPT_SECONDS),
          Urgency: 'high',
        },
        body: encryptFor(subscription, JSON.stringify(payload)),
        signal: AbortSignal.timeout(SENT_WITHIN_MS),
      });
      await answer.body.dump({ limit: 16_384 });
      return toOutcome(answer.statusCode);
    } catch {
      // Any failure on the way, or an invalid key of the browser. It is tried again a few times.
      return 'failed';
    }
  };
}

function toOutcome(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'sent';
  if (status === 404 || status === 410) return 'gone';
  return status === 429 || status >= 500 ? 'failed' : 'refused';
}
