import { z } from 'zod';

/**
 * WeChat's wire format in WeChat's own spelling: the answers of its API and the query of its webhook. Parsed once,
 * converted to our own types at once, and never passed on.
 */

/** Any answer: `errcode` 0 or missing is success. Other keys are kept. Source: docs/wechat.md#calls. */
export const errcodeAnswerSchema = z.looseObject({
  errcode: z.number().int().optional(),
  errmsg: z.string().optional(),
});

/** The answer to a send: `errcode` has to be present, and 0. */
export const sendAnswerSchema = z.looseObject({ errcode: z.literal(0) });

/** `POST /cgi-bin/stable_token`: a token of up to 1,024 characters and the seconds it has left. */
export const tokenAnswerSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,1024}$/),
  expires_in: z.number().int().positive().max(86_400),
});

/** The last second of the year 9999: larger numbers are not times. */
const LAST_SECOND = 253_402_300_799;

/**
 * `GET /cgi-bin/user/info`. Nickname and picture have been empty since 2021-12-27 and are not read. An invalid field is
 * dropped; the others are kept.
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

/** `POST /cgi-bin/qrcode/create`; only temporary codes have `expire_seconds`. */
export const qrCodeAnswerSchema = z.object({
  ticket: z.string().min(1).max(512),
  url: z.string().min(1).max(512),
  expire_seconds: z.number().int().positive().optional(),
});

/** `GET /cgi-bin/getcallbackip`: addresses or ranges that webhooks come from. */
export const callbackIpsAnswerSchema = z.object({ ip_list: z.array(z.string()) });

/** `POST /cgi-bin/media/upload`: for a thumb the id has another name. */
export const uploadAnswerSchema = z.object({
  media_id: z.string().min(1).max(512).optional(),
  thumb_media_id: z.string().min(1).max(512).optional(),
});

/** `GET /cgi-bin/media/get` of a video: its address. */
export const videoAnswerSchema = z.object({ video_url: z.string().min(1).max(4096) });

/** The query of a webhook call. Express passes a repeated parameter as an array, which is refused. */
export const webhookQuerySchema = z.object({
  signature: z.string().max(64).optional(),
  timestamp: z.string().max(32),
  nonce: z.string().max(128),
  openid: z.string().max(128).optional(),
  encrypt_type: z.enum(['aes', 'raw', '']).optional(),
  msg_signature: z.string().max(64).optional(),
});
export type WebhookQuery = z.infer<typeof webhookQuerySchema>;

/** The query of the address check: the same signature, and the text that WeChat expects back. */
export const verificationQuerySchema = z.object({
  signature: z.string().max(64),
  timestamp: z.string().max(32),
  nonce: z.string().max(128),
  echostr: z.string().min(1).max(1024),
});
