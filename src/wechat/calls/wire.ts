import { z } from 'zod';

/**
 * WeChat's own wire in WeChat's own spelling: what its API answers, what its webhook's query holds, and the
 * names of message and event types. Parsed once, turned into our words at once, never passed further in.
 */

/** Any answer: `errcode` absent or 0 is success. Other keys stay. Source: docs/wechat.md#calls. */
export const errcodeAnswerSchema = z.looseObject({
  errcode: z.number().int().optional(),
  errmsg: z.string().optional(),
});

/** The answer to a send: here `errcode` has to be there, and 0. */
export const sendAnswerSchema = z.looseObject({ errcode: z.literal(0) });

/** `POST /cgi-bin/stable_token`: a token of up to 1,024 characters and the seconds it has left. */
export const tokenAnswerSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,1024}$/),
  expires_in: z.number().int().positive().max(86_400),
});

/** The year 9999 in seconds: larger numbers are not times. */
const LAST_SECOND = 253_402_300_799;

/**
 * `GET /cgi-bin/user/info`. Nickname and picture are not filled since 2021-12-27 and not read. An invalid field is left
 * out; the others are kept.
 */
export const userInfoAnswerSchema = z.object({
  subscribe: z.number().int(),
  subscribe_time: z.number().int().min(0).max(LAST_SECOND).optional().catch(undefined),
  language: z.string().optional().catch(undefined),
  remark: z.string().optional().catch(undefined),
  tagid_list: z.array(z.int32()).optional().catch(undefined),
  subscribe_scene: z.string().optional().catch(undefined),
  qr_scene: z.number().int().optional().catch(undefined),
  qr_scene_str: z.string().optional().catch(undefined),
});

/** `POST /cgi-bin/qrcode/create`; `expire_seconds` of temporary codes only. */
export const qrCodeAnswerSchema = z.object({
  ticket: z.string().min(1).max(512),
  url: z.string().min(1).max(512),
  expire_seconds: z.number().int().positive().optional(),
});

/** `GET /cgi-bin/getcallbackip`: addresses or ranges that pushes come from. */
export const callbackIpsAnswerSchema = z.object({ ip_list: z.array(z.string()) });

/** `POST /cgi-bin/media/upload`: the id of a thumb has a name of its own. */
export const uploadAnswerSchema = z.object({
  media_id: z.string().min(1).max(512).optional(),
  thumb_media_id: z.string().min(1).max(512).optional(),
});

/** `GET /cgi-bin/media/get` of a video: where it lies. */
export const videoAnswerSchema = z.object({ video_url: z.string().min(1).max(4096) });

/** The query of a webhook call. A doubled parameter arrives from Express as a list and is no string: refused. */
export const webhookQuerySchema = z.object({
  signature: z.string().max(64).optional(),
  timestamp: z.string().max(32),
  nonce: z.string().max(128),
  openid: z.string().max(128).optional(),
  encrypt_type: z.enum(['aes', 'raw', '']).optional(),
  msg_signature: z.string().max(64).optional(),
});
export type WebhookQuery = z.infer<typeof webhookQuerySchema>;

/** The query of the address check: the same signature, and the text that WeChat wants back. */
export const verificationQuerySchema = z.object({
  signature: z.string().max(64),
  timestamp: z.string().max(32),
  nonce: z.string().max(128),
  echostr: z.string().min(1).max(1024),
});
