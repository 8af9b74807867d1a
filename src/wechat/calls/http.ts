import { Agent, type Dispatcher } from 'undici';
import { apiUrl } from './api-url';

/**
 * One HTTP exchange with WeChat whose outcome says reliably whether a byte of the request may have been sent.
 *
 * undici's `onRequestStart` runs right before the first byte is written to a connected socket. Whatever fails earlier
 * (DNS, refused, unreachable, connect time-out, TLS) is therefore `not_sent`, without a list of error codes that a new
 * version could extend; whatever fails later is `unknown`.
 */
export type HttpOutcome =
  /** The whole answer. Only a 200 is read; `body` is `''` for every other status. */
  | { readonly type: 'answered'; readonly httpStatus: number; readonly body: string }
  | { readonly type: 'not_sent' }
  | { readonly type: 'unknown'; readonly reason: 'timeout' | 'connection_lost' | 'too_long' };

export type HttpRequest = {
  /** `https://api.weixin.qq.com`, or the simulator's address; a path in it is kept. */
  readonly baseUrl: string;
  readonly method: 'GET' | 'POST';
  /** Begins with `/` and includes the query, already encoded. */
  readonly path: string;
  /** JSON text, sent as raw UTF-8. */
  readonly body?: string;
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
};

/** Shorter than the shortest idle time that servers are known to keep (Node's 5 s); see `createWeChatDispatcher`. */
const IDLE_REUSE_MS = 2_000;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * The connections to WeChat. The caller closes them when the process ends.
 *
 * A server may close an idle connection at the moment we write to it. That send would be `unknown`, although WeChat has
 * not read it. So a connection is reused only within 2 s, and no request waits behind another on one connection. The
 * small risk that remains is reported as `unknown`.
 */
export function createWeChatDispatcher(options: { readonly connectTimeoutMs?: number } = {}): Agent {
  return new Agent({
    connect: { timeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS },
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: IDLE_REUSE_MS,
    keepAliveMaxTimeout: IDLE_REUSE_MS,
  });
}

/** Sends one request. Follows no redirect, repeats nothing, never rejects. */
export function exchange(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const url = apiUrl(request.baseUrl, request.path);
    const chunks: Buffer[] = [];
    let bytes = 0;
    let httpStatus = 0;
    let controller: Dispatcher.DispatchController | undefined;
    let isSettled = false;

    const settle = (outcome: HttpOutcome): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      resolve(outcome);
    };
    const stop = (outcome: HttpOutcome): void => {
      settle(outcome);
      controller?.abort(new Error('The exchange with WeChat has ended.'));
    };
    const timer = setTimeout(() => {
      stop(controller === undefined ? { type: 'not_sent' } : { type: 'unknown', reason: 'timeout' });
    }, request.timeoutMs);

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        const isSecondStart = controller !== undefined;
        controller = started;
        // Either we gave up while connecting (the outcome says that nothing was sent), or undici would send again on
        // another connection. An abort here keeps every byte back.
        if (isSettled || isSecondStart) started.abort(new Error('Nothing may be written any more.'));
      },
      onResponseStart(_controller, status) {
        if (status < 200) return;
        httpStatus = status;
        if (status !== 200) stop({ type: 'answered', httpStatus, body: '' });
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length;
        if (bytes > request.maxBytes) stop({ type: 'unknown', reason: 'too_long' });
        else chunks.push(chunk);
      },
      onResponseEnd() {
        settle({ type: 'answered', httpStatus, body: Buffer.concat(chunks).toString('utf8') });
      },
      onResponseError() {
        settle(
          controller === undefined ? { type: 'not_sent' } : { type: 'unknown', reason: 'connection_lost' },
        );
      },
    };

    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: request.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' },
        body: request.body ?? null,
        // The timer above covers the whole exchange; undici's own timers are coarse.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      handler,
    );
  });
}
