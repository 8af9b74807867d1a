import express, { type Request, type Response, type Router } from 'express';
import { type Answer, actsUnder, sendAnswer, tellsAnswer } from './answers';
import { PlatformError, refusalBody } from './calls/errcodes';
import type { Media } from './calls/media';
import {
  type IncomingCall,
  PICTURE_PATH,
  type PlatformCall,
  tokenOf,
  VIDEO_PATH,
} from './calls/platform-calls';
import type { Tokens } from './calls/tokens';
import { pause } from './clock';
import type { Effect, Faults, Operation } from './faults';
import type { Ledger } from './ledger';
import type { Contacts } from './phone/contacts';
import type { PhoneLog } from './phone/phone-log';

const BODY_LIMIT = '25mb';
const SECRET_FIELDS = new Set(['access_token', 'secret', 'appsecret']);

export type PlatformOptions = {
  readonly calls: ReadonlyMap<string, PlatformCall>;
  readonly tokens: Tokens;
  readonly media: Media;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly contacts: Contacts;
  readonly phoneLog: PhoneLog;
  /** Fixed delay before `custom/send` answers, ms. */
  readonly answerDelayMs: number;
  readonly closing: AbortSignal;
};

/**
 * The API as WeChat's servers offer it: HTTP 200 with an errcode for every refusal. Each call is read, matched against
 * the faults, executed, recorded in the ledger, and answered.
 */
export function createPlatformRouter(options: PlatformOptions): Router {
  const router = express.Router();
  router.use(
    '/cgi-bin',
    express.raw({ type: () => true, limit: BODY_LIMIT, inflate: false }),
    (request, response) => answerCall(request, response, options),
  );
  router.get(`${VIDEO_PATH}:mediaId`, (request, response) =>
    answerFile(request, response, options, 'media/video'),
  );
  router.get(`${PICTURE_PATH}:mediaId`, (request, response) => answerFile(request, response, options, null));
  return router;
}

async function answerCall(request: Request, response: Response, options: PlatformOptions): Promise<void> {
  const known = options.calls.get(`${request.baseUrl}${request.path}`);
  if (known === undefined) {
    const errcode = request.path === '/message/custom/business/send' ? 40101 : 40066;
    await sendAnswer(response, { kind: 'json', value: refusalBody(errcode) }, null, options.closing);
    return;
  }
  const call = incomingCall(request);
  const { appId, openId, shown } = identify(call, known.operation, options.tokens);
  const effect = options.faults.take(known.operation, { appId, openId });
  const { answer, accepted } = await carryOut(known, call, request.method, effect);
  options.ledger.record({
    operation: known.operation,
    appId,
    openId,
    request: shown,
    accepted,
    errcode: tellsAnswer(effect) ? errcodeOf(answer) : null,
    fault: effect?.type ?? null,
  });
  if (known.operation === 'custom/send' && !accepted) {
    noteRefusedSend(options, {
      appId,
      openId,
      body: shown,
      errcode: tellsAnswer(effect) ? errcodeOf(answer) : null,
    });
  }
  if (known.operation === 'custom/send') await pause(options.answerDelayMs, options.closing);
  await sendAnswer(response, answer, effect, options.closing);
}

/** Shows on the contact's phone a message that was meant for it and did not arrive. */
function noteRefusedSend(
  { contacts, phoneLog }: PlatformOptions,
  refused: {
    readonly appId: string | null;
    readonly openId: string | null;
    readonly body: Record<string, unknown>;
    readonly errcode: number | null;
  },
): void {
  const { appId, openId, body, errcode } = refused;
  const contact = appId === null || openId === null ? undefined : contacts.find(appId, openId);
  if (contact === undefined) return;
  phoneLog.add(contact, { kind: 'refused', type: textOrNull(body.msgtype) ?? 'unknown', body, errcode });
}

async function carryOut(
  known: PlatformCall,
  call: IncomingCall,
  method: string,
  effect: Effect | null,
): Promise<{ answer: Answer; accepted: boolean }> {
  try {
    if (effect?.type === 'errcode') throw new PlatformError(effect.errcode, effect.errmsg);
    if (!actsUnder(effect)) return { answer: { kind: 'json', value: {} }, accepted: false };
    if (method !== known.method) throw new PlatformError(known.method === 'GET' ? 43001 : 43002);
    return { answer: await known.run(call), accepted: true };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { answer: { kind: 'json', value: refusalBody(error.errcode, error.errmsg) }, accepted: false };
  }
}

async function answerFile(
  request: Request,
  response: Response,
  options: PlatformOptions,
  operation: Operation | null,
): Promise<void> {
  const found = options.media.findPublic(String(request.params.mediaId));
  if (found === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  const effect =
    operation === null ? null : options.faults.take(operation, { appId: found.appId, openId: null });
  const answer: Answer =
    effect?.type === 'errcode'
      ? { kind: 'json', value: refusalBody(effect.errcode, effect.errmsg) }
      : { kind: 'file', bytes: found.bytes, contentType: found.contentType };
  await sendAnswer(response, answer, effect, options.closing);
}

function incomingCall(request: Request): IncomingCall {
  const raw: unknown = request.body;
  const body = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
  const { searchParams } = new URL(request.originalUrl, 'http://simulator');
  let parsed: Record<string, unknown> | undefined;
  return {
    query: searchParams,
    body,
    contentType: request.headers['content-type'] ?? '',
    ip: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    origin: `http://${request.headers.host ?? '127.0.0.1'}`,
    json: () => {
      parsed ??= parseJson(body);
      return parsed;
    },
  };
}

function parseJson(body: Buffer): Record<string, unknown> {
  if (body.length === 0) throw new PlatformError(44002);
  const text = body.toString('utf8');
  // An odd number of backslashes before the u is an escape, not a backslash that the user typed.
  if (/(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}/.test(text)) throw new PlatformError(47002);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Falls through: everything that is not a JSON object gets the same refusal.
  }
  throw new PlatformError(47001);
}

/** Whose call this is, for faults and the ledger, before anything is checked; and its parameters without secrets. */
function identify(
  call: IncomingCall,
  operation: Operation,
  tokens: Tokens,
): { appId: string | null; openId: string | null; shown: Record<string, unknown> } {
  let body: Record<string, unknown> = {};
  try {
    if (operation !== 'media/upload' && call.body.length > 0) body = call.json();
  } catch {
    // The call itself will be refused for this.
  }
  const query = Object.fromEntries(call.query);
  const shown = Object.fromEntries(
    Object.entries({ ...query, ...body }).filter(([name]) => !SECRET_FIELDS.has(name)),
  );
  const appId = tokens.ownerOf(tokenOf(call)) ?? textOrNull(shown.appid);
  return { appId, openId: textOrNull(shown.touser) ?? textOrNull(shown.openid), shown };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function errcodeOf(answer: Answer): number {
  return answer.kind === 'json' && typeof answer.value.errcode === 'number' ? answer.value.errcode : 0;
}
