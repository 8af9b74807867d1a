import { type Request, Router } from 'express';
import { changeChannelSchema, createChannelSchema } from '../../contracts/channels/channel';
import { newLettersAndDigits } from '../../platform/ids';
import type { ChannelRefusal } from '../../store/channels/channel-change';
import type { ChannelHealthStore } from '../../store/channels/channel-health';
import type { Channel } from '../../store/channels/channel-rows';
import type { ChannelResult, ChannelStore } from '../../store/channels/channels';
import type { CheckAccount } from '../../wechat/calls/check-account';
import { auditActorOf } from '../middleware/actor';
import { requireAdministrator, viewerOf } from '../middleware/viewer';
import { ApiError, invalidField } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';
import { checkChannel } from './check';
import { presentChannel } from './present';
import { presentAlarm, presentHealth } from './present-health';
import { presentSetup } from './setup';

type Deps = {
  readonly channels: ChannelStore;
  readonly channelHealth: ChannelHealthStore;
  /** Asks WeChat. */
  readonly checkAccount: CheckAccount;
  readonly publicUrl: string;
  readonly egressIps: readonly string[];
};

/** `GET/POST /channels`, `GET/PATCH/DELETE /channels/:id`, `/channels/:id/{setup,check,health,former-secrets}`, `/channels/{generate,alarms}`. */
export function createChannelRouter(deps: Deps): Router {
  const { channels, channelHealth, checkAccount, publicUrl, egressIps } = deps;
  const router = Router();
  const requested = async (request: Request): Promise<Channel> =>
    found(await channels.find(pathParam(request, 'id'), viewerOf(request).brandIds));
  router.get('/channels', async (request, response) => {
    const { items, nextCursor } = await channels.list(viewerOf(request).brandIds, parsePage(request));
    response.json({ items: items.map(presentChannel), nextCursor });
  });
  router.post('/channels', requireAdministrator, async (request, response) => {
    const body = parseBody(createChannelSchema, request);
    if (!viewerOf(request).brandIds.includes(body.brandId)) throw invalidField('brandId', 'is no brand');
    response.status(201).json(presentChannel(accepted(await channels.create(body, auditActorOf(request)))));
  });
  // Before `/channels/:id`, so that it is no id.
  router.post('/channels/generate', requireAdministrator, (_request, response) => {
    response.json({ token: newLettersAndDigits(32), encodingAesKey: newLettersAndDigits(43) });
  });
  router.get('/channels/alarms', async (request, response) => {
    const { brandIds, role } = viewerOf(request);
    const alarms = await channelHealth.alarms(brandIds);
    const viewer = { isAdministrator: role === 'administrator' };
    response.json({ items: alarms.map((alarm) => presentAlarm(alarm, viewer)) });
  });
  router.get('/channels/:id', async (request, response) => {
    response.json(presentChannel(await requested(request)));
  });
  router.patch('/channels/:id', requireAdministrator, async (request, response) => {
    const { status, ...fields } = parseBody(changeChannelSchema, request);
    const change = { ...fields, isDisabled: status === undefined ? undefined : status === 'disabled' };
    const { brandIds } = viewerOf(request);
    const result = await channels.update(pathParam(request, 'id'), brandIds, change, auditActorOf(request));
    response.json(presentChannel(accepted(found(result))));
  });
  router.delete('/channels/:id', requireAdministrator, async (request, response) => {
    const { brandIds } = viewerOf(request);
    const isRemoved = await channels.remove(pathParam(request, 'id'), brandIds, auditActorOf(request));
    if (!isRemoved) throw new ApiError('not_found');
    response.status(204).end();
  });
  router.delete('/channels/:id/former-secrets', requireAdministrator, async (request, response) => {
    const { id } = await requested(request);
    await channels.endFormer(id, auditActorOf(request));
    response.status(204).end();
  });
  router.get('/channels/:id/setup', requireAdministrator, async (request, response) => {
    response.json(presentSetup(await requested(request), { publicUrl, egressIps }));
  });
  router.post('/channels/:id/check', requireAdministrator, async (request, response) => {
    const { id } = await requested(request);
    response.json(await checkChannel(found(await channels.findWithSecrets(id)), checkAccount));
  });
  router.get('/channels/:id/health', requireAdministrator, async (request, response) => {
    const channel = await requested(request);
    response.json(presentHealth(channel, found(await channelHealth.read(channel.id)), Date.now()));
  });
  return router;
}

function found<Value>(value: Value | null | undefined): Value {
  if (value === undefined || value === null) throw new ApiError('not_found');
  return value;
}

const REFUSALS: Readonly<Record<ChannelRefusal, () => ApiError>> = {
  encoding_aes_key_missing: () => invalidField('encodingAesKey', 'is needed for compatible and safe mode'),
  is_draft: () =>
    new ApiError(
      'conflict',
      {},
      { detail: 'A draft goes live by itself once its account details are complete.' },
    ),
};

function accepted(result: ChannelResult): Channel {
  if ('channel' in result) return result.channel;
  throw REFUSALS[result.refusal]();
}
