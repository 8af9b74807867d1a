import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { ContactProfile } from '../../domain/contact';
import { callbackIpsAnswerSchema, qrCodeAnswerSchema, sendAnswerSchema, userInfoAnswerSchema } from '../wire';
import type { AccessTokens } from './access-token';
import { readExactJson } from './json';
import type { WeChatCredentials } from './stable-token';
import {
  acquireToken,
  type Call,
  createTokenCall,
  type NotSent,
  type Refused,
  type Unknown,
} from './token-call';
import { toProfile } from './user-info';

export type SendAnswer = { readonly type: 'sent' } | Refused | NotSent | Unknown;

/** A read changes nothing at WeChat, so it may be tried again unless there was an answer. */
export type ReadAnswer<T> =
  /** `isPartial`: WeChat's answer was malformed JSON and was read as far as possible; a later one may contain more. */
  | { readonly type: 'read'; readonly value: T; readonly isPartial: boolean }
  | Refused
  | { readonly type: 'unavailable'; readonly reason: NotSent['reason'] | Unknown['reason'] };

/** A QR code to create; permanent if `expiresInSeconds` is null. */
export type NewQrCode = { readonly scene: string; readonly expiresInSeconds: number | null };

/** `url`: the content of the picture. `expiresInSeconds`: what WeChat granted; null: permanent. */
export type MadeQrCode = {
  readonly ticket: string;
  readonly url: string;
  readonly expiresInSeconds: number | null;
};

export type WeChatClient = {
  /**
   * Fetches the channel's token within the long time limit of reads, so that a following `sendMessage` finds it at
   * once. Sends nothing.
   */
  prepare(credentials: WeChatCredentials): Promise<{ readonly type: 'ready' } | Refused | NotSent>;
  /**
   * One attempt of `custom/send`. A refused token is renewed and the call repeated once within the same attempt. Ends
   * within `tokenWaitMs + sendMs`, not counting the callback.
   *
   * @param options.beforeFirstByte awaited once, after the token is there and before anything is sent: commit the
   *   ledger row here. If it throws, nothing was sent and the error passes through.
   */
  sendMessage(
    credentials: WeChatCredentials,
    body: object,
    options?: { readonly beforeFirstByte?: () => Promise<void> },
  ): Promise<SendAnswer>;
  /** Shows or hides the typing indicator (15 s). The refusals 45080 and 45081 are harmless. */
  sendTyping(
    credentials: WeChatCredentials,
    typing: { readonly openId: string; readonly command: 'Typing' | 'CancelTyping' },
  ): Promise<SendAnswer>;
  /** What WeChat says about a contact. After an unsubscribe everything but `isSubscribed` is null or empty. */
  userInfo(credentials: WeChatCredentials, openId: string): Promise<ReadAnswer<ContactProfile>>;
  /** Writes the account's remark about a contact; safe to repeat. */
  updateRemark(credentials: WeChatCredentials, openId: string, remark: string): Promise<SendAnswer>;
  /** Creates a QR code. A permanent one counts towards the account's 100,000, even if the answer is lost. */
  createQrCode(credentials: WeChatCredentials, code: NewQrCode): Promise<ReadAnswer<MadeQrCode>>;
  /** The addresses that WeChat's webhooks come from. */
  callbackIps(credentials: WeChatCredentials): Promise<ReadAnswer<readonly string[]>>;
};

const DEFAULT_TIMEOUTS = {
  /** custom/send from its first byte to the last byte of the answer, including the repeat. */
  sendMs: 5_000,
  /** How long a send waits for a token; together with `sendMs` less than the activity's 7 s. */
  tokenWaitMs: 1_500,
  /** Reads, and the token in `prepare`. */
  readMs: 10_000,
};

/**
 * The part of WeChat's API that the desk uses. Never throws for anything WeChat or the network does. No returned value
 * contains a message, openid, token or secret, except what `userInfo` is asked for.
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
    // Never guess from a malformed answer whether a message arrived.
    const answer = await call(credentials, { ...request, read: readExactJson });
    if (answer.type !== 'answer') return answer;
    // An object without errcode is not WeChat's answer to a send: something in between wrote it.
    return sendAnswerSchema.safeParse(answer.json).success
      ? { type: 'sent' }
      : { type: 'unknown', reason: 'not_json', httpStatus: 200 };
  }

  async function ask<T>(
    credentials: WeChatCredentials,
    request: Pick<Call, 'method' | 'path' | 'query' | 'body' | 'openId'>,
    schema: z.ZodType<T>,
  ): Promise<ReadAnswer<T>> {
    const limits = { totalMs: timeouts.readMs, tokenWaitMs: timeouts.readMs };
    const answer = await call(credentials, { ...request, ...limits });
    if (answer.type === 'refused') return answer;
    if (answer.type !== 'answer') return { type: 'unavailable', reason: answer.reason };
    const parsed = schema.safeParse(answer.json);
    return parsed.success
      ? { type: 'read', value: parsed.data, isPartial: answer.isPartial }
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
      const request = { method: 'GET', path: '/cgi-bin/user/info', query, openId } as const;
      const answer = await ask(credentials, request, userInfoAnswerSchema);
      if (answer.type !== 'read') return answer;
      const value = toProfile(answer.value);
      // The answer about a contact who has left contains no name that could have broken it, so this one cannot be
      // trusted.
      if (answer.isPartial && !value.isSubscribed) return { type: 'unavailable', reason: 'not_json' };
      return { ...answer, value };
    },
    updateRemark: (credentials, openId, remark) =>
      send(credentials, {
        method: 'POST',
        path: '/cgi-bin/user/info/updateremark',
        body: { openid: openId, remark },
        openId,
        ...sendLimits,
      }),
    async createQrCode(credentials, { scene, expiresInSeconds }) {
      const isPermanent = expiresInSeconds === null;
      const body = {
        ...(isPermanent ? {} : { expire_seconds: expiresInSeconds }),
        action_name: isPermanent ? 'QR_LIMIT_STR_SCENE' : 'QR_STR_SCENE',
        action_info: { scene: { scene_str: scene } },
      };
      const request = { method: 'POST', path: '/cgi-bin/qrcode/create', body, openId: '' } as const;
      const answer = await ask(credentials, request, qrCodeAnswerSchema);
      if (answer.type !== 'read') return answer;
      const { ticket, url, expire_seconds } = answer.value;
      // WeChat may grant less than was asked for; a permanent code has no such field.
      const lifeSeconds = isPermanent ? null : (expire_seconds ?? expiresInSeconds);
      return { ...answer, value: { ticket, url, expiresInSeconds: lifeSeconds } };
    },
    async callbackIps(credentials) {
      const request = { method: 'GET', path: '/cgi-bin/getcallbackip', openId: '' } as const;
      const answer = await ask(credentials, request, callbackIpsAnswerSchema);
      return answer.type === 'read' ? { ...answer, value: answer.value.ip_list } : answer;
    },
  };
}
