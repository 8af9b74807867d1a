import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { AccessTokens } from './access-token';
import type { WeChatCredentials } from './stable-token';
import {
  acquireToken,
  type Call,
  createTokenCall,
  type NotSent,
  type Refused,
  type Unknown,
} from './token-call';
import { callbackIpsAnswerSchema, sendAnswerSchema, userInfoAnswerSchema } from './wire';

export type SendAnswer = { readonly type: 'sent' } | Refused | NotSent | Unknown;

/** A read changes nothing at WeChat, so whatever is not an answer may be tried again. */
export type ReadAnswer<T> =
  | { readonly type: 'read'; readonly value: T }
  | Refused
  | { readonly type: 'unavailable'; readonly reason: NotSent['reason'] | Unknown['reason'] };

/** What WeChat tells of a contact. After an unsubscribe all but `isSubscribed` is null or empty. */
export type WeChatUser = {
  readonly isSubscribed: boolean;
  /** Epoch milliseconds. */
  readonly subscribedAt: number | null;
  readonly unionId: string | null;
  readonly remark: string | null;
  readonly tagIds: readonly number[];
  readonly subscribeScene: string | null;
  readonly qrScene: string | null;
};

export type WeChatClient = {
  /**
   * Gets the channel's token ready, with all the patience of the token endpoint, so that a following
   * `sendMessage` finds it at once. Sends nothing.
   */
  prepare(credentials: WeChatCredentials): Promise<{ readonly type: 'ready' } | Refused | NotSent>;
  /**
   * One attempt of `custom/send`. A refused token is renewed and the call repeated once, within the same
   * attempt. Ends within `tokenWaitMs + sendMs`, apart from the callback.
   *
   * @param options.beforeFirstByte awaited once, after the token is there and before anything is sent: commit
   *   the ledger row here. If it throws, nothing was sent and the error passes through.
   */
  sendMessage(
    credentials: WeChatCredentials,
    body: object,
    options?: { readonly beforeFirstByte?: () => Promise<void> },
  ): Promise<SendAnswer>;
  /** Shows or hides the typing sign (15 s). 45080 and 45081 come back as refused and mean nothing. */
  sendTyping(
    credentials: WeChatCredentials,
    typing: { readonly openId: string; readonly command: 'Typing' | 'CancelTyping' },
  ): Promise<SendAnswer>;
  userInfo(credentials: WeChatCredentials, openId: string): Promise<ReadAnswer<WeChatUser>>;
  /** The addresses that WeChat's pushes come from. */
  callbackIps(credentials: WeChatCredentials): Promise<ReadAnswer<readonly string[]>>;
};

const DEFAULT_TIMEOUTS = {
  /** custom/send from the first byte to the last one of the answer, the repeat included (ruling 33). */
  sendMs: 5_000,
  /** How long a send waits for a token; with `sendMs` it stays under the activity's 7 s. */
  tokenWaitMs: 1_500,
  /** Reads, and the token in `prepare`. */
  readMs: 10_000,
};

/**
 * WeChat's API as the desk uses it. Never throws for anything that WeChat or the network does; no message,
 * openid, token or secret is in any value that it returns, except what `userInfo` is asked for.
 *
 * @param options.baseUrl `https://api.weixin.qq.com` or the simulator
 * @param options.dispatcher see `createWeChatDispatcher`
 */
export function createWeChatClient(options: {
  readonly baseUrl: string;
  readonly accessTokens: AccessTokens;
  readonly dispatcher: Dispatcher;
  readonly timeouts?: Partial<typeof DEFAULT_TIMEOUTS>;
}): WeChatClient {
  const { accessTokens } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };

  const call = createTokenCall(options);

  async function send(credentials: WeChatCredentials, request: Call): Promise<SendAnswer> {
    const answer = await call(credentials, request);
    if (answer.type !== 'answer') return answer;
    // An object without errcode is none of WeChat's answers to a send: something between us wrote it.
    return sendAnswerSchema.safeParse(answer.json).success
      ? { type: 'sent' }
      : { type: 'unknown', reason: 'not_json', httpStatus: 200 };
  }

  async function read<T>(
    credentials: WeChatCredentials,
    path: string,
    query: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
  ): Promise<ReadAnswer<T>> {
    const openId = query['openid'] ?? '';
    const limits = { totalMs: timeouts.readMs, tokenWaitMs: timeouts.readMs };
    const answer = await call(credentials, { method: 'GET', path, query, openId, ...limits });
    if (answer.type === 'refused') return answer;
    if (answer.type !== 'answer') return { type: 'unavailable', reason: answer.reason };
    const parsed = schema.safeParse(answer.json);
    return parsed.success
      ? { type: 'read', value: parsed.data }
      : { type: 'unavailable', reason: 'not_json' };
  }

  const sendLimits = { totalMs: timeouts.sendMs, tokenWaitMs: timeouts.tokenWaitMs };
  return {
    async prepare(credentials) {
      const answer = await acquireToken(accessTokens.get(credentials), timeouts.readMs);
      return answer.type === 'token' ? { type: 'ready' } : answer;
    },
    sendMessage: (credentials, body, { beforeFirstByte } = {}) =>
      send(credentials, {
        method: 'POST',
        path: '/cgi-bin/message/custom/send',
        body,
        openId: 'touser' in body && typeof body.touser === 'string' ? body.touser : '',
        beforeFirstByte,
        ...sendLimits,
      }),
    sendTyping: (credentials, { openId, command }) =>
      send(credentials, {
        method: 'POST',
        path: '/cgi-bin/message/custom/typing',
        body: { touser: openId, command },
        openId,
        ...sendLimits,
      }),
    async userInfo(credentials, openId) {
      const query = { openid: openId, lang: 'zh_CN' };
      const answer = await read(credentials, '/cgi-bin/user/info', query, userInfoAnswerSchema);
      return answer.type === 'read' ? { type: 'read', value: toWeChatUser(answer.value) } : answer;
    },
    async callbackIps(credentials) {
      const answer = await read(credentials, '/cgi-bin/getcallbackip', {}, callbackIpsAnswerSchema);
      return answer.type === 'read' ? { type: 'read', value: answer.value.ip_list } : answer;
    },
  };
}

function toWeChatUser(user: z.infer<typeof userInfoAnswerSchema>): WeChatUser {
  return {
    isSubscribed: user.subscribe === 1,
    subscribedAt: user.subscribe_time === undefined ? null : user.subscribe_time * 1000,
    unionId: user.unionid ?? null,
    remark: user.remark ?? null,
    tagIds: user.tagid_list ?? [],
    subscribeScene: user.subscribe_scene ?? null,
    qrScene: user.qr_scene_str || (user.qr_scene ? String(user.qr_scene) : null),
  };
}
