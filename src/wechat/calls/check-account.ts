/** Asks WeChat whether an account's details work, for the set-up page: changes nothing and sends nothing. */
import type { Dispatcher } from 'undici';
import { AccessTokenError, fetchStableToken, type WeChatCredentials } from './stable-token';
import { type Call, type CallAnswer, createTokenCall, type Refused } from './token-call';

/** WeChat did not answer, or is too busy to judge; its code where it gave one. */
export type Unreachable = { readonly type: 'unreachable'; readonly wechatCode: number | null };

export type AccountCheck = {
  /** Whether it gives an access token for this app id and secret, to this server's address. */
  readonly token: { readonly type: 'ok' } | Refused | Unreachable;
  /** Whether the account may use the API at all, and write to contacts; null: there was no token to ask with. */
  readonly permission: { readonly type: 'ok' } | Refused | Unreachable | null;
};

export type CheckAccount = (credentials: WeChatCredentials) => Promise<AccountCheck>;

const TIMEOUT_MS = 5_000;
/** No contact's: the typing sign goes nowhere, and WeChat tells whether the account may show it (40003: it may). */
const NOBODY = 'duihua-check-of-permissions';

/**
 * Makes the check. The token is asked for again (by `stable_token` without force, which spoils nobody's), so that a
 * secret that was changed a moment ago is judged and not the token that is still good from before.
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
      return { token: toTokenAnswer(error), permission: null };
    }
    const call = createTokenCall({ baseUrl, dispatcher, accessTokens: onlyThis(token) });
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

/** A token that is refused is not renewed: that would be another account's matter than the check's. */
function onlyThis(token: string) {
  return {
    get: async () => ({ token, version: 0 }),
    renew: () => Promise.reject(new AccessTokenError('unreachable')),
  };
}

function toTokenAnswer({ kind, wechatCode, errmsg }: AccessTokenError): Refused | Unreachable {
  return kind === 'refused' && wechatCode !== null
    ? { type: 'refused', wechatCode, wechatClass: 'config', errmsg, isTokenCall: true }
    : { type: 'unreachable', wechatCode };
}

/** A refusal that concerns the request (40003: no such contact) shows that the account may make it. */
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
