import type { Dispatcher } from 'undici';
import { tokenAnswerSchema } from '../wire';
import { inCallSpan } from './call-span';
import { readErrcode } from './errcode-answer';
import { classifyErrcode } from './error-codes';
import { exchange } from './http';
import { readExactJson, toWeChatJson } from './json';

const MAX_BYTES = 65_536;

/** What a call for a channel needs. */
export type WeChatCredentials = {
  readonly channelId: string;
  readonly appId: string;
  readonly appSecret: string;
};

/**
 * There is no token. `refused`: someone has to act (wrong secret, IP not on the allowlist, …). `unreachable`: it may
 * work later (network, busy, call limit, database). Contains no secret and no token.
 */
export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError';
  readonly kind: 'unreachable' | 'refused';
  readonly wechatCode: number | null;
  /** WeChat's text without secrets, `''` if there is none; for 40164 it names the IP address to add. */
  readonly errmsg: string;

  constructor(
    kind: 'unreachable' | 'refused',
    wechatCode: number | null = null,
    errmsg = '',
    options?: ErrorOptions,
  ) {
    super(`WeChat gave no access token (${kind}${wechatCode === null ? '' : `, ${wechatCode}`}).`, options);
    this.kind = kind;
    this.wechatCode = wechatCode;
    this.errmsg = errmsg;
  }
}

/**
 * One call of `POST /cgi-bin/stable_token` (docs/wechat.md#access-tokens). `expiresAt` is in epoch milliseconds,
 * counted from before the call.
 *
 * @param options.isForced a new token at once; WeChat allows 20 a day, 30 s apart
 * @throws AccessTokenError
 */
export async function fetchStableToken(options: {
  readonly dispatcher: Dispatcher;
  readonly baseUrl: string;
  readonly credentials: WeChatCredentials;
  readonly isForced: boolean;
  readonly now: () => number;
  readonly timeoutMs: number;
}): Promise<{ readonly token: string; readonly expiresAt: number }> {
  const { dispatcher, baseUrl, credentials, timeoutMs } = options;
  const askedAt = options.now();
  const called = { method: 'POST', path: '/cgi-bin/stable_token' } as const;
  const outcome = await inCallSpan(called, async (note) =>
    note(
      await exchange(dispatcher, {
        baseUrl,
        ...called,
        body: toWeChatJson({
          grant_type: 'client_credential',
          appid: credentials.appId,
          secret: credentials.appSecret,
          force_refresh: options.isForced,
        }),
        timeoutMs,
        maxBytes: MAX_BYTES,
      }),
    ),
  );
  if (outcome.type !== 'answered' || outcome.httpStatus !== 200) throw new AccessTokenError('unreachable');
  const json = readExactJson(outcome.body).value;
  const answer = tokenAnswerSchema.safeParse(json);
  if (!answer.success) throw toRefusal(json, credentials);
  return { token: answer.data.access_token, expiresAt: askedAt + answer.data.expires_in * 1000 };
}

/** Busy and call limits pass on their own; every other refusal of the token call needs a person. */
function toRefusal(json: unknown, credentials: WeChatCredentials): AccessTokenError {
  const answer = readErrcode(json, [credentials.appSecret]);
  if (answer === null || answer.wechatCode === 0) return new AccessTokenError('unreachable');
  const { class: wechatClass } = classifyErrcode(answer.wechatCode);
  const kind = wechatClass === 'transient' || wechatClass === 'quota' ? 'unreachable' : 'refused';
  return new AccessTokenError(kind, answer.wechatCode, answer.errmsg);
}
