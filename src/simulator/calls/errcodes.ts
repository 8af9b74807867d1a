import { randomBytes } from 'node:crypto';

/** WeChat's texts for the global return codes that the simulator answers (docs "Global return codes"). */
const TEXTS: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40004: 'invalid media type',
  40005: 'invalid file type',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40009: 'invalid image size',
  40010: 'invalid voice size',
  40011: 'invalid video size',
  40012: 'invalid thumb size',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40035: 'invalid parameter',
  40066: 'invalid url',
  40101: 'missing parameter',
  40121: 'invalid media_id type',
  40125: 'invalid appsecret',
  40132: 'invalid username',
  40137: 'invalid image format',
  40164: 'invalid ip, not in whitelist',
  40165: 'invalid weapp pagepath',
  40166: 'invalid weapp appid',
  40200: 'invalid account type',
  40243: 'appsecret is frozen',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41005: 'media data missing',
  41006: 'media_id missing',
  41009: 'missing openid',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  43004: 'require subscribe',
  44001: 'empty media data',
  44002: 'empty post data',
  44003: 'empty news data',
  44004: 'empty content',
  45001: 'media size out of limit',
  45002: 'content size out of limit',
  45007: 'playtime out of limit',
  45008: 'article size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  45015: 'response out of time limit or subscription is canceled',
  45021: 'out of limit',
  45047: 'out of response count limit',
  45072: 'invalid command',
  45080: 'no interaction with user in 30s',
  45081: 'typing status is already set',
  45086: 'invalid miniprogram appid in content',
  45087: 'customer service message is blocked',
  45094: 'no permission to send message',
  45098: 'msgmenu list size out of limit',
  45099: 'msgmenu item size out of limit',
  45162: 'invalid type',
  46001: 'media data no exist',
  47001: 'data format error',
  47002: 'please use raw utf-8 instead of unicode escapes',
  48001: 'api unauthorized',
  48002: 'user block receive message',
  48004: 'api forbidden for irregularities',
  48006: 'forbid to clear quota because of reaching the limit',
  48008: 'no permission for this msgtype',
  50001: 'user unauthorized',
  50002: 'user limited',
  61004: 'access clientip is not registered',
  65400: 'please enable new custom service, or wait for a while if you have enabled',
  70000: 'refused',
  87014: 'risky content',
  89503: 'this ip is not confirmed by the administrator',
};

/** WeChat's refusal of one API call: answered with HTTP 200 and this `errcode`. */
export class PlatformError extends Error {
  /** @param errcode a code of docs "Global return codes"; `errmsg` replaces its usual text. */
  constructor(
    readonly errcode: number,
    readonly errmsg: string = TEXTS[errcode] ?? 'error',
  ) {
    super(`${errcode} ${errmsg}`);
    this.name = 'PlatformError';
  }
}

/**
 * The body of a refusal. Like WeChat's, its text ends with a request id, so that callers do not compare texts.
 * @example refusalBody(45015) // {errcode: 45015, errmsg: 'response out of time limit … rid: 5f0c…-…-…'}
 */
export function refusalBody(errcode: number, errmsg?: string): { errcode: number; errmsg: string } {
  const rid = [4, 4, 4].map((bytes) => randomBytes(bytes).toString('hex')).join('-');
  return { errcode, errmsg: `${errmsg ?? TEXTS[errcode] ?? 'error'} rid: ${rid}` };
}

/** The body of a success without data: WeChat returns no message id (docs "Send customer service message"). */
export const SUCCESS = { errcode: 0, errmsg: 'ok' } as const;
