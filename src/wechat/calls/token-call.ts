import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import { TIMED_OUT, withTimeLimit } from '../../platform/time-limit';
import type { AccessToken, AccessTokens } from './access-token';
import { inCallSpan } from './call-span';
import { readErrcode } from './errcode-answer';
import { classifyErrcode, type WeChatClass } from './error-codes';
import { exchange, type HttpOutcome } from './http';
import { readWeChatJson, toWeChatJson } from './json';
import { AccessTokenError, type WeChatCredentials } from './stable-token';

const MAX_BYTES = 65_536;
/** With less time left than this, no repeat is started: it would end as `unknown`. */
const MIN_REPEAT_MS = 500;

/**
 * WeChat's definite refusal. The class `config` includes refusals of the token call (wrong secret, IP not allowed, …).
 */
export type Refused = {
  readonly type: 'refused';
  readonly wechatCode: number;
  readonly wechatClass: WeChatClass;
  /** WeChat's text without openid, token and secret; ends with `rid: …`. */
  readonly errmsg: string;
  /** WeChat refused to issue a token, so every other call of the channel fails as well. */
  readonly isTokenCall?: true;
};

/** No byte of the message was sent, or WeChat refused the token and there was no other one. */
export type NotSent = { readonly type: 'not_sent'; readonly reason: 'connect' | 'token_unavailable' };

/**
 * Whether WeChat took it cannot be known: custom/send has no idempotency key. Never repeat it automatically
 * (docs/rules.md#32).
 */
export type Unknown = {
  readonly type: 'unknown';
  readonly reason: 'timeout' | 'connection_lost' | 'http_status' | 'not_json';
  readonly httpStatus?: number;
};

/** One call with a token. */
export type Call = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Removed from WeChat's error texts; `''`: the call concerns no contact. */
  readonly openId: string;
  readonly totalMs: number;
  readonly tokenWaitMs: number;
  readonly beforeFirstByte?: (() => Promise<void>) | undefined;
  /** How the answer is parsed; default `readWeChatJson`. */
  readonly read?: typeof readWeChatJson;
};

export type CallAnswer =
  /** `isPartial`: see `JsonReading`. */
  | { readonly type: 'answer'; readonly json: unknown; readonly isPartial: boolean }
  | Refused
  | NotSent
  | Unknown;

/**
 * Creates the function that calls WeChat's API with a token, and once more with a new token if WeChat refuses the
 * first. The repeat shares the call's time limit. It is safe for sends too, since a refused token is a definite answer.
 * Never rejects, unless `beforeFirstByte` does.  40001 means different things: the AppSecret is wrong (on the token
 * call: `config`); the token is invalid or was replaced (on any other call: `token`, one repeat); a new token is
 * refused as well (the message fails); and in a channel that was stopped, the wrong AppSecret again (`error-codes.ts`).
 */
export function createTokenCall(options: {
  readonly baseUrl: string;
  readonly accessTokens: AccessTokens;
  readonly dispatcher: Dispatcher;
}): (credentials: WeChatCredentials, request: Call) => Promise<CallAnswer> {
  const { baseUrl, accessTokens, dispatcher } = options;

  const call = (credentials: WeChatCredentials, request: Call): Promise<CallAnswer> =>
    withToken(accessTokens, credentials, request, (token, timeoutMs) =>
      post(credentials, token, request, timeoutMs),
    );

  async function post(
    credentials: WeChatCredentials,
    token: string,
    request: Call,
    timeoutMs: number,
  ): Promise<CallAnswer> {
    return inCallSpan(request, async (note) => {
      const outcome = note(
        await exchange(dispatcher, {
          baseUrl,
          method: request.method,
          path: `${request.path}?${new URLSearchParams({ access_token: token, ...request.query }).toString()}`,
          ...(request.body === undefined ? {} : { body: toWeChatJson(request.body) }),
          timeoutMs,
          maxBytes: MAX_BYTES,
        }),
      );
      return note(toAnswer(outcome, [request.openId, token, credentials.appSecret], request.read));
    });
  }

  return call;
}

/** What an exchange means for the call. */
function toAnswer(
  outcome: HttpOutcome,
  secrets: readonly string[],
  read: typeof readWeChatJson | undefined,
): CallAnswer {
  if (outcome.type === 'not_sent') return { type: 'not_sent', reason: 'connect' };
  if (outcome.type === 'unknown') {
    return { type: 'unknown', reason: outcome.reason === 'too_long' ? 'not_json' : outcome.reason };
  }
  return toCallAnswer(outcome, secrets, read);
}

/** How long one call may take, and what happens before it. */
export type CallLimits = Pick<Call, 'totalMs' | 'tokenWaitMs' | 'beforeFirstByte'>;

/** Makes one attempt with a token, and a second with a new token if WeChat refuses the first. Both share `totalMs`. */
export async function withToken<Answer extends { readonly type: string }>(
  accessTokens: AccessTokens,
  credentials: WeChatCredentials,
  limits: CallLimits,
  attempt: (token: string, timeoutMs: number) => Promise<Answer | Refused>,
): Promise<Answer | Refused | NotSent> {
  const first = await acquireToken(accessTokens.get(credentials), limits.tokenWaitMs);
  if (first.type !== 'token') return first;
  await limits.beforeFirstByte?.();
  const startedAt = performance.now();
  const leftMs = () => limits.totalMs - (performance.now() - startedAt);
  const answer = await attempt(first.token, limits.totalMs);
  if (!isTokenRefusal(answer)) return answer;
  const renewed = await acquireToken(accessTokens.renew(credentials, first.token), leftMs());
  if (renewed.type !== 'token') return renewed;
  if (leftMs() < MIN_REPEAT_MS) return { type: 'not_sent', reason: 'token_unavailable' };
  return attempt(renewed.token, leftMs());
}

function isTokenRefusal(answer: { readonly type: string } | Refused): boolean {
  return answer.type === 'refused' && 'wechatClass' in answer && answer.wechatClass === 'token';
}

/** What an HTTP answer of the API means; `secrets` are removed from WeChat's error text. */
export function toCallAnswer(
  { httpStatus, body }: { readonly httpStatus: number; readonly body: string },
  secrets: readonly string[],
  read: typeof readWeChatJson = readWeChatJson,
): CallAnswer {
  if (httpStatus !== 200) return { type: 'unknown', reason: 'http_status', httpStatus };
  const { value: json, isPartial } = read(body);
  const answer = readErrcode(json, secrets);
  if (answer === null) return { type: 'unknown', reason: 'not_json', httpStatus };
  const { wechatCode, errmsg } = answer;
  if (wechatCode === 0) return { type: 'answer', json, isPartial };
  return { type: 'refused', wechatCode, wechatClass: classifyErrcode(wechatCode).class, errmsg };
}

/** What a failed token call means for the call behind it; null: nothing definite, it may work later. */
export function toTokenRefusal({ kind, wechatCode, errmsg }: AccessTokenError): Refused | null {
  if (kind !== 'refused' || wechatCode === null) return null;
  // `config` whatever the code: on the token call 40001 means a wrong secret.
  return { type: 'refused', wechatCode, wechatClass: 'config', errmsg, isTokenCall: true };
}

/** The token if it comes within `timeoutMs`, else why not. A slow fetch continues for later callers. */
export async function acquireToken(
  work: Promise<AccessToken>,
  timeoutMs: number,
): Promise<{ readonly type: 'token'; readonly token: string } | Refused | NotSent> {
  const unavailable = { type: 'not_sent', reason: 'token_unavailable' } as const;
  try {
    const acquired = await withTimeLimit(work, timeoutMs);
    return acquired === TIMED_OUT ? unavailable : { type: 'token', token: acquired.token };
  } catch (error) {
    if (!(error instanceof AccessTokenError)) throw error;
    return toTokenRefusal(error) ?? unavailable;
  }
}
