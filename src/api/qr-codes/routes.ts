/** QR codes by which contacts find a channel: asked of WeChat, drawn here. */
import { type Request, type Response, Router } from 'express';
import { toBuffer, toString as toSvg } from 'qrcode';
import { changeQrCodeSchema, createQrCodeSchema } from '../../contracts/channels/qr-code';
import { MOST_PERMANENT_QR_CODES } from '../../domain/qr-code';
import type { Channel } from '../../store/channels/channel-rows';
import type { ChannelStore } from '../../store/channels/channels';
import type { QrCode, QrCodeMade, QrCodes } from '../../store/channels/qr-codes';
import type { MadeQrCode, NewQrCode, ReadAnswer } from '../../wechat/calls/client';
import { maySee } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { requireAdministrator, viewerOf } from '../middleware/viewer';
import { presentRefusal } from '../present/present-refusal';
import { ApiError } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';
import { presentQrCode } from './present';

export type QrCodeRouterDeps = {
  readonly channels: Pick<ChannelStore, 'find'>;
  readonly qrCodes: QrCodes;
  /** Asks WeChat for a code; null where the channel cannot call WeChat at the moment. */
  readonly makeQrCode: (channelId: string, code: NewQrCode) => Promise<ReadAnswer<MadeQrCode> | null>;
  readonly clock: () => number;
};

/** As WeChat's own pictures; for print there is the SVG. */
const PNG_PIXELS = 430;
/** Flat black and white gains nothing from trying PNG's filters on each row, which is most of the work. */
const PNG_ENCODING = { filterType: 0, deflateStrategy: 0 };
/** Light modules around the code, without which phones do not find it. */
const QUIET_MODULES = 4;

/** `GET/POST /channels/:id/qr-codes`, `GET/PATCH/DELETE /qr-codes/:id`, `/renew` and the pictures. */
export function createQrCodeRouter(deps: QrCodeRouterDeps): Router {
  const { channels, qrCodes, clock } = deps;
  const router = Router();
  const requestedChannel = async (request: Request): Promise<Channel> =>
    found(await channels.find(pathParam(request, 'id'), viewerOf(request).brandIds));
  const requested = async (request: Request): Promise<QrCode> => {
    const code = found(await qrCodes.get(pathParam(request, 'id')));
    if (!maySee(viewerOf(request), code.brandId)) throw new ApiError('not_found');
    return code;
  };
  const answer = (response: Response, code: QrCode | null): void => {
    response.json(presentQrCode(found(code), clock()));
  };

  router.get('/channels/:id/qr-codes', async (request, response) => {
    const { id } = await requestedChannel(request);
    const { items, nextCursor } = await qrCodes.list(id, parsePage(request));
    response.json({ items: items.map((code) => presentQrCode(code, clock())), nextCursor });
  });
  router.post('/channels/:id/qr-codes', requireAdministrator, async (request, response) => {
    const { name, scene, greeting = null, ...wanted } = parseBody(createQrCodeSchema, request);
    const { id: channelId } = await requestedChannel(request);
    if (await qrCodes.hasScene(channelId, scene)) throw sceneTaken();
    if (wanted.kind === 'permanent' && (await qrCodes.countPermanent(channelId)) >= MOST_PERMANENT_QR_CODES) {
      throw conflict('too_many', `WeChat allows ${MOST_PERMANENT_QR_CODES} permanent codes for an account.`);
    }
    const expiresInSeconds = wanted.kind === 'temporary' ? wanted.expiresInSeconds : null;
    const made = await make(deps, channelId, { scene, expiresInSeconds });
    const { kind } = wanted;
    const fields = { channelId, name, scene, kind, expiresInSeconds, greeting, ...made };
    const created = await qrCodes.create(fields, auditActorOf(request));
    if (created === null) throw sceneTaken();
    response.status(201);
    answer(response, created);
  });
  router.get('/qr-codes/:id', async (request, response) => {
    answer(response, await requested(request));
  });
  router.patch('/qr-codes/:id', requireAdministrator, async (request, response) => {
    const change = parseBody(changeQrCodeSchema, request);
    const { id } = await requested(request);
    answer(response, await qrCodes.change(id, change, auditActorOf(request)));
  });
  router.post('/qr-codes/:id/renew', requireAdministrator, async (request, response) => {
    const { id, channelId, scene, expiresInSeconds } = await requested(request);
    if (expiresInSeconds === null) throw conflict('permanent', 'A permanent code does not expire.');
    const made = await make(deps, channelId, { scene, expiresInSeconds });
    answer(response, await qrCodes.renew(id, made, auditActorOf(request)));
  });
  router.delete('/qr-codes/:id', requireAdministrator, async (request, response) => {
    const { id } = await requested(request);
    if (!(await qrCodes.remove(id, auditActorOf(request)))) throw new ApiError('not_found');
    response.status(204).end();
  });
  router.get('/qr-codes/:id/picture.png', async (request, response) => {
    const { url } = await requested(request);
    const picture = await toBuffer(url, {
      type: 'png',
      width: PNG_PIXELS,
      margin: QUIET_MODULES,
      rendererOpts: { ...PNG_ENCODING },
    });
    sendPicture(response, 'image/png', picture);
  });
  router.get('/qr-codes/:id/picture.svg', async (request, response) => {
    const { url } = await requested(request);
    const picture = await toSvg(url, { type: 'svg', margin: QUIET_MODULES });
    sendPicture(response, 'image/svg+xml', Buffer.from(picture));
  });
  return router;
}

/** Kept by browsers, and asked for again by its ETag: a code that was renewed has another picture. */
function sendPicture(response: Response, contentType: string, picture: Buffer): void {
  response.setHeader('Cache-Control', 'private, no-cache');
  response.type(contentType).send(picture);
}

async function make(
  { makeQrCode, clock }: QrCodeRouterDeps,
  channelId: string,
  code: NewQrCode,
): Promise<QrCodeMade> {
  const askedAt = clock();
  const made = await makeQrCode(channelId, code);
  if (made === null)
    throw conflict('not_live', 'The channel is not live: complete its account details, or enable it.');
  if (made.type === 'unavailable') throw new ApiError('unavailable');
  if (made.type === 'refused') {
    const { wechatCode, errmsg } = made;
    const { sentence, ...refusal } = presentRefusal(wechatCode, errmsg);
    throw new ApiError('wechat_refused', { wechatCode, ...refusal }, { detail: sentence });
  }
  const { ticket, url, expiresInSeconds } = made.value;
  return { ticket, url, expiresAt: expiresInSeconds === null ? null : askedAt + expiresInSeconds * 1000 };
}

function sceneTaken(): ApiError {
  return conflict('scene_taken', 'The channel has a code with this scene: scans could not be told apart.');
}

function conflict(reason: 'scene_taken' | 'not_live' | 'permanent' | 'too_many', detail: string): ApiError {
  return new ApiError('conflict', { reason }, { detail });
}

function found<Value>(value: Value | null | undefined): Value {
  if (value === undefined || value === null) throw new ApiError('not_found');
  return value;
}
