import type { Response } from 'express';
import { toBuffer, toString as toSvg } from 'qrcode';
import { type QrCodeBody, qrCodeRoutes } from '../../contracts/channels/qr-code';
import { featuresOf } from '../../domain/channel-kinds';
import { MOST_PERMANENT_QR_CODES } from '../../domain/qr-code';
import type { Channel } from '../../store/channels/channel-rows';
import type { ChannelStore } from '../../store/channels/channels';
import type { QrCode, QrCodeMade, QrCodes } from '../../store/channels/qr-codes';
import type { GroupStore } from '../../store/routing/groups';
import type { MadeQrCode, NewQrCode, ReadAnswer } from '../../wechat/calls/client';
import { maySee, type Named } from '../access/conversation-access';
import { requireGroup } from '../access/group-access';
import { auditActorOf } from '../middleware/actor';
import { presentRefusal } from '../present/present-refusal';
import { ApiError, conflict, orNotFound } from '../problems';
import { pageOf } from '../request';
import { finding, implement, type Route } from '../route';
import { presentQrCode } from './present';

/** Asks WeChat for a code; null if the channel cannot call WeChat at the moment. */
export type MakeQrCode = (channelId: string, code: NewQrCode) => Promise<ReadAnswer<MadeQrCode> | null>;

type Deps = {
  readonly channels: Pick<ChannelStore, 'find'>;
  readonly qrCodes: QrCodes;
  readonly makeQrCode: MakeQrCode;
  readonly groups: Pick<GroupStore, 'find'>;
  readonly clock: () => number;
};

/** The same size as WeChat's own pictures; for printing there is the SVG. */
const PNG_PIXELS = 430;
/** Trying PNG's filters on each row is most of the work, and gains nothing for plain black and white. */
const PNG_ENCODING = { filterType: 0, deflateStrategy: 0 };
/** Light modules around the code; without them phones do not recognise it. */
const QUIET_MODULES = 4;

/** QR codes of a channel, and their pictures. */
export function createQrCodeRoutes(deps: Deps): readonly Route[] {
  const { channels, qrCodes, clock } = deps;
  const requestedChannel = async ({ params, viewer }: Named): Promise<Channel> =>
    orNotFound(await channels.find(params.id, viewer.brandIds));
  const requested = async ({ params, viewer }: Named): Promise<QrCode> => {
    const code = orNotFound(await qrCodes.get(params.id));
    if (!maySee(viewer, code.brandId)) throw new ApiError('not_found');
    return code;
  };
  const present = (code: QrCode | null): QrCodeBody => presentQrCode(orNotFound(code), clock());

  return implement(qrCodeRoutes)({
    listQrCodes: finding(requestedChannel, async ({ found: channel, query }) => {
      const { items, nextCursor } = await qrCodes.list(channel.id, pageOf(query));
      return { items: items.map(present), nextCursor };
    }),
    async createQrCode({ body, request, ...named }) {
      const { name, scene, greeting = null, groupId = null, ...wanted } = body;
      const { id: channelId, brandId, kind: channelKind } = await requestedChannel(named);
      if (!featuresOf(channelKind).qrCodes) throw noQrCodes();
      await requireGroup(deps, { path: 'groupId', id: groupId, brandId });
      if (await qrCodes.hasScene(channelId, scene)) throw sceneTaken();
      const { kind } = wanted;
      if (kind === 'permanent' && (await qrCodes.countPermanent(channelId)) >= MOST_PERMANENT_QR_CODES) {
        throw refusal(
          'too_many',
          `WeChat allows at most ${MOST_PERMANENT_QR_CODES} permanent codes for an account.`,
        );
      }
      const expiresInSeconds = wanted.kind === 'temporary' ? wanted.expiresInSeconds : null;
      const made = await make(deps, channelId, { scene, expiresInSeconds });
      const fields = { channelId, name, scene, kind, expiresInSeconds, greeting, groupId, ...made };
      const created = await qrCodes.create(fields, auditActorOf(request));
      if (created === null) throw sceneTaken();
      return present(created);
    },
    async getQrCode(named) {
      return present(await requested(named));
    },
    async changeQrCode({ body, request, ...named }) {
      const { id, brandId } = await requested(named);
      await requireGroup(deps, { path: 'groupId', id: body.groupId ?? null, brandId });
      return present(await qrCodes.change(id, body, auditActorOf(request)));
    },
    async renewQrCode({ request, ...named }) {
      const { id, channelId, scene, expiresInSeconds } = await requested(named);
      if (expiresInSeconds === null) throw refusal('permanent', 'A permanent code does not expire.');
      const made = await make(deps, channelId, { scene, expiresInSeconds });
      return present(await qrCodes.renew(id, made, auditActorOf(request)));
    },
    async deleteQrCode({ request, ...named }) {
      const { id } = await requested(named);
      if (!(await qrCodes.remove(id, auditActorOf(request)))) throw new ApiError('not_found');
    },
    async getQrCodePng({ response, ...named }) {
      const { url } = await requested(named);
      const picture = await toBuffer(url, {
        type: 'png',
        width: PNG_PIXELS,
        margin: QUIET_MODULES,
        rendererOpts: { ...PNG_ENCODING },
      });
      sendPicture(response, 'image/png', picture);
    },
    async getQrCodeSvg({ response, ...named }) {
      const { url } = await requested(named);
      const picture = await toSvg(url, { type: 'svg', margin: QUIET_MODULES });
      sendPicture(response, 'image/svg+xml', Buffer.from(picture));
    },
  });
}

/** Browsers cache it and revalidate it by its ETag: a renewed code has another picture. */
function sendPicture(response: Response, contentType: string, picture: Buffer): void {
  response.setHeader('Cache-Control', 'private, no-cache');
  response.type(contentType).send(picture);
}

async function make({ makeQrCode, clock }: Deps, channelId: string, code: NewQrCode): Promise<QrCodeMade> {
  const askedAt = clock();
  const made = await makeQrCode(channelId, code);
  if (made === null)
    throw refusal('not_live', 'The channel is not live: complete its account details, or enable it.');
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
  return refusal(
    'scene_taken',
    'The channel already has a code with this scene: scans could not be told apart.',
  );
}

function noQrCodes(): ApiError {
  return refusal('no_qr_codes', 'WeChat makes no QR codes with a scene for a channel of this kind.');
}

function refusal(
  reason: 'scene_taken' | 'not_live' | 'no_qr_codes' | 'permanent' | 'too_many',
  detail: string,
): ApiError {
  return conflict(detail, reason);
}
