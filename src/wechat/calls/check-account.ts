/** Asks WeChat whether an account's credentials work, for the set-up page. Changes nothing and sends nothing. */
import type { Dispatcher } from 'undici';
import { AccessTokenError, fetchStableToken, type WeChatCredentials } from './stable-token';
import { type Call, type CallAnswer, createTokenCall, type Refused, toTokenRefusal } from './token-call';

/** WeChat did not answer or was too busy; its code if it gave one. */
export type Unreachable = { readonly type: 'unreachable'; readonly wechatCode: number | null };

export type AccountCheck = {
  /** Whether WeChat issues an access token for this app id and secret, to this server's address. */
  readonly token: { readonly type: 'ok' } | Refused | Unreachable;
  /** Whether the account may use the API at all, and write to contacts; null: there was no token to try it with. */
  readonly permission: { readonly type: 'ok' } | Refused | Unreachable | null;
};

export type CheckAccount = (credentials: WeChatCredentials) => Promise<AccountCheck>;

const TIMEOUT_MS = 5_000;
/**
 * Not a contact: no one sees the typing indicator, and WeChat still says whether the account may show it (40003: it
 * may).
 */
const NOBODY = 'duihua-check-of-permissions';

/**
 * Creates the check. It fetches a token (`stable_token` without force, which invalidates no other token) instead of
 * using the stored one, so that a secret changed a moment ago is checked.
 *
 * @param options.now epoch milliseconds
 */
export function createAccountCheck(options: {
  readonly baseUrl: string;
  readonly dispatcher: Dispatcher;
  readonly now: () => number;
}): CheckAccount {
  const { baseUrl, dispatcher, now } = options;
  return async (credentials) => {
    let token: string;
    try {
      const request = { dispatcher, baseUrl, credentials, isForced: false, now, timeoutMs: TIMEOUT_MS };
      ({ token } = await fetchStableToken(request));
    } catch (error) {
      if (!(error instanceof AccessTokenError)) throw error;
      const { wechatCode } = error;
      return { token: toTokenRefusal(error) ?? { type: 'unreachable', wechatCode }, permission: null };
    }
    const call = createTokenCall({ baseUrl, dispatcher, accessTokens: onlyToken(token) });
    const ask = async (request: Pick<Call, 'method' | 'path' | 'body'>) => {
      const limits = { openId: NOBODY, totalMs: TIMEOUT_MS, tokenWaitMs: TIMEOUT_MS };
      return toPermission(await call(credentials, { ...request, ...limits }));
    };
    const reading = await ask({ method: 'GET', path: '/cgi-bin/getcallbackip' });
    const permission =
      reading.type === 'ok'
        ? await ask({
            method: 'POST',
            path: '/cgi-bin/message/custom/typing',
            body: { touser: NOBODY, command: 'Typing' },
          })
        : reading;
    return { token: { type: 'ok' }, permission };
  };
}

/** Access tokens with this one token, which is not renewed when refused: the check reports that. */
function onlyToken(token: string) {
  return {
    get: async () => ({ token, version: 0 }),
    renew: () => Promise.reject(new AccessTokenError('unreachable')),
  };
}

/** A refusal of the request itself (40003: no such contact) shows that the account may make such requests. */
function toPermission(answer: CallAnswer): { readonly type: 'ok' } | Refused | Unreachable {
  if (answer.type === 'answer') return { type: 'ok' };
  if (answer.type !== 'refused') return { type: 'unreachable', wechatCode: null };
  switch (answer.wechatClass) {
    case 'config':
      return answer;
    case 'transient':
    case 'quota':
    case 'token':
      return { type: 'unreachable', wechatCode: answer.wechatCode };
    default:
      return { type: 'ok' };
  }
}
