/** The one client for addresses that people entered: bots, webhooks, pictures of an answer. */
import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { Dispatcher, FormData } from 'undici';
import { type CallLimits, createCallClock } from './call-clock';
import { CallError, toCallError } from './call-error';
import type { AddressFault, EgressPolicy } from './egress-policy';
import { createJudgedDispatcher, type Resolve } from './public-dispatcher';

export type GuardedCall = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Keys: they go to the origin of `url` only, and not to where it redirects. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  readonly limits: CallLimits;
  /** False: a redirect is an answer like any other. By default it is followed. */
  readonly followsRedirects?: boolean;
  /** Ends the call, and the reading of its answer; both reject with its reason then. */
  readonly signal: AbortSignal;
};

export type GuardedAnswer = {
  readonly status: number;
  /** The value of a header, by its name in small letters; null: it is not there. */
  readonly header: (name: string) => string | null;
  /** The body as it arrives; to be read once. Rejects with a {@link CallError} at a limit, or if it breaks off. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Ends the call without reading on; harmless after the end. */
  readonly stop: () => void;
};

/** Whether an address may be saved. `unresolved`: nobody knows yet where it leads; it is checked again when called. */
export type AddressCheck =
  | { readonly type: 'right' }
  | { readonly type: 'unresolved' }
  | { readonly type: 'refused'; readonly fault: AddressFault };

export type GuardedClient = {
  /** Checks an address before it is saved. */
  readonly check: (url: string) => Promise<AddressCheck>;
  /**
   * Calls an address. Follows redirects with 307 and 308, three at most, each checked like the first address; what was
   * checked is what is connected to. Any status is an answer, but other redirects; all of them if none is followed.
   * @throws CallError
   */
  readonly call: (call: GuardedCall) => Promise<GuardedAnswer>;
  readonly close: () => Promise<void>;
};

const FOLLOWED: ReadonlySet<number> = new Set([307, 308]);
const MOST_REDIRECTS = 3;

/** Creates the client. `resolve`: the look-up of names, by default that of the system. */
export function createGuardedClient(options: {
  readonly policy: EgressPolicy;
  readonly resolve?: Resolve;
}): GuardedClient {
  const { policy, resolve = lookup } = options;
  const dispatcher = createJudgedDispatcher(policy.mayConnect, resolve);

  const call = async (request: GuardedCall): Promise<GuardedAnswer> => {
    const clock = createCallClock(request.limits, request.signal);
    const { origin } = new URL(allowed(request.url, 'address_refused'));
    let url = request.url;
    try {
      for (let redirects = 0; ; redirects += 1) {
        const isHome = new URL(url).origin === origin;
        const answer = await exchange(dispatcher, { ...request, url }, isHome, clock.signal);
        const { statusCode, headers, body } = answer;
        if (statusCode < 300 || statusCode > 399 || request.followsRedirects === false) {
          return {
            status: statusCode,
            header: (name) => firstOf(headers[name]),
            chunks: clock.limit(body),
            stop: () => clock.end(),
          };
        }
        // What a redirect says is of no interest. An aborted body may report an error, which concerns nobody.
        body.on('error', () => undefined).destroy();
        const target = targetOf(url, firstOf(headers.location));
        if (!FOLLOWED.has(statusCode) || target === null || redirects === MOST_REDIRECTS) {
          throw new CallError('redirect_refused');
        }
        url = allowed(target, 'redirect_refused');
      }
    } catch (error) {
      const reason = clock.reason();
      clock.end();
      // The address of a redirect was refused only when its name was resolved.
      const fault = reason ?? toCallError(error);
      const isRedirected =
        url !== request.url && fault instanceof CallError && fault.code === 'address_refused';
      throw isRedirected ? new CallError('redirect_refused', { cause: error }) : fault;
    }
  };

  const allowed = (url: string, code: 'address_refused' | 'redirect_refused'): string => {
    if (policy.faultOf(url) !== null) throw new CallError(code);
    return url;
  };

  return {
    call,
    async check(url) {
      const fault = policy.faultOf(url);
      if (fault !== null) return { type: 'refused', fault };
      const { hostname, protocol } = new URL(url);
      const host = hostname.replace(/^\[(.*)\]$/, '$1');
      if (isIP(host) !== 0) return { type: 'right' };
      const addresses = await resolved(resolve, host);
      if (addresses === null) return { type: 'unresolved' };
      const target = { host, isSecure: protocol === 'https:' };
      const isRight = addresses.every((address) => policy.mayConnect(target, address));
      return isRight ? { type: 'right' } : { type: 'refused', fault: 'not_public' };
    },
    close: () => dispatcher.close(),
  };
}

function exchange(
  dispatcher: Dispatcher,
  { url, method, headers, secretHeaders, body }: GuardedCall,
  isHome: boolean,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { origin, pathname, search } = new URL(url);
  return dispatcher.request({
    origin,
    path: pathname + search,
    method,
    // Nothing here unpacks, so nothing can be packed to grow without limit.
    headers: { 'accept-encoding': 'identity', ...headers, ...(isHome ? secretHeaders : {}) },
    body: body ?? null,
    signal,
    // The clock knows the limits.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function targetOf(url: string, location: string | null): string | null {
  return location !== null && URL.canParse(location, url) ? new URL(location, url).href : null;
}

function firstOf(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function resolved(resolve: Resolve, name: string): Promise<readonly string[] | null> {
  return new Promise((done) => {
    resolve(name, { all: true }, (error, addresses) => {
      done(error !== null || addresses.length === 0 ? null : addresses.map(({ address }) => address));
    });
  });
}
