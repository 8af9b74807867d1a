import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import type { AccessToken, AccessTokens } from './access-token';
import { classifyErrcode, type WeChatClass } from './error-codes';
import { exchange } from './http';
import { readWeChatJson, toWeChatJson } from './json';
import { redact } from './redact';
import { AccessTokenError, type WeChatCredentials } from './stable-token';
import { errcodeAnswerSchema } from './wire';

const MAX_BYTES = 65_536;
/** With less than this left of an attempt, a repeat is not begun: it would end as `unknown`. */
const MIN_REPEAT_MS = 500;

/** WeChat's definite no. `config` is also a refusal of the token call (wrong secret, IP not allowed, …). */
export type Refused = {
  readonly type: 'refused';
  readonly wechatCode: number;
  readonly wechatClass: WeChatClass;
  /** WeChat's text without openid, token and secret; ends with `rid: …`. */
  readonly errmsg: string;
  /** WeChat refused to give a token: every other call of the channel fails as well. */
  readonly isTokenCall?: true;
};

/** Surely no byte of the message left, or WeChat refused the token and no other could be had. */
export type NotSent = { readonly type: 'not_sent'; readonly reason: 'connect' | 'token_unavailable' };

/**
 * Nobody can tell whether WeChat took it: custom/send has no key for repeats. Never repeat by itself
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
  /** Taken out of WeChat's error texts. */
  readonly openId: string;
  readonly totalMs: number;
  readonly tokenWaitMs: number;
  readonly beforeFirstByte?: (() => Promise<void>) | undefined;
  /** How its answer is read; by default `readWeChatJson`. */
  readonly read?: typeof readWeChatJson;
};

export type CallAnswer =
  /** `isMended`: see `JsonReading`. */
  | { readonly type: 'answer'; readonly json: unknown; readonly isMended: boolean }
  | Refused
  | NotSent
  | Unknown;

/**
 * Makes calls with a token: one, and once more with another token where WeChat refuses the first. The repeat
 * shares the call's time, and is safe for sends too, since a refused token is a definite answer.
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
    const outcome = await exchange(dispatcher, {
      baseUrl,
      method: request.method,
      path: `${request.path}?${new URLSearchParams({ access_token: token, ...request.query }).toString()}`,
      ...(request.body === undefined ? {} : { body: toWeChatJson(request.body) }),
      timeoutMs,
      maxBytes: MAX_BYTES,
    });
    if (outcome.type === 'not_sent') return { type: 'not_sent', reason: 'connect' };
    if (outcome.type === 'unknown') {
      return { type: 'unknown', reason: outcome.reason === 'too_long' ? 'not_json' : outcome.reason };
    }
    return toCallAnswer(outcome, [request.openId, token, credentials.appSecret], request.read);
  }

  return call;
}

/** How long one call may take, and what comes before it. */
export type CallLimits = Pick<Call, 'totalMs' | 'tokenWaitMs' | 'beforeFirstByte'>;

/**
 * Makes one attempt with a token, and once more with another token where WeChat refuses the first. Both share the
 * call's time.
 */
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

/** What an answer of the API means; `secrets` are taken out of WeChat's error text. */
export function toCallAnswer(
  { httpStatus, body }: { readonly httpStatus: number; readonly body: string },
  secrets: readonly string[],
  read: typeof readWeChatJson = readWeChatJson,
): CallAnswer {
  if (httpStatus !== 200) return { type: 'unknown', reason: 'http_status', httpStatus };
  const { value: json, isMended } = read(body);
  const parsed = errcodeAnswerSchema.safeParse(json);
  if (!parsed.success) return { type: 'unknown', reason: 'not_json', httpStatus };
  const wechatCode = parsed.data.errcode ?? 0;
  if (wechatCode === 0) return { type: 'answer', json, isMended };
  const errmsg = redact(parsed.data.errmsg ?? '', secrets);
  return { type: 'refused', wechatCode, wechatClass: classifyErrcode(wechatCode).class, errmsg };
}

/**
 * A token within the time, else why not. The fetch goes on for the callers after this one.
 * 40001 on the token call means a wrong secret, so every refusal there is `config`.
 */
export async function acquireToken(
  work: Promise<AccessToken>,
  timeoutMs: number,
): Promise<{ readonly type: 'token'; readonly token: string } | Refused | NotSent> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, timeoutMs));
  });
  try {
    const won = await Promise.race([work, late]);
    if (won !== null) return { type: 'token', token: won.token };
  } catch (error) {
    if (!(error instanceof AccessTokenError)) throw error;
    if (error.kind === 'refused' && error.wechatCode !== null) {
      const { wechatCode, errmsg } = error;
      return { type: 'refused', wechatCode, wechatClass: 'config', errmsg, isTokenCall: true };
    }
  } finally {
    clearTimeout(timer);
  }
  return { type: 'not_sent', reason: 'token_unavailable' };
}
