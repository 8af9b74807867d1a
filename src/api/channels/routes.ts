import { Router } from 'express';
import { changeChannelSchema, createChannelSchema } from '../../contracts/channel';
import { newLettersAndDigits } from '../../platform/ids';
import type { ChannelRefusal } from '../../store/channel-change';
import type { Channel } from '../../store/channel-rows';
import type { ChannelResult, ChannelStore } from '../../store/channels';
import { requireAdministrator, viewerOf } from '../middleware/viewer';
import { ApiError, invalidField } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';
import { presentChannel } from './present';
import { presentSetup } from './setup';

type Deps = {
  readonly channels: ChannelStore;
  readonly publicUrl: string;
  readonly egressIps: readonly string[];
};

/** `GET/POST /channels`, `GET/PATCH/DELETE /channels/:id`, `/channels/:id/setup`, `/channels/generate`. */
export function createChannelRouter({ channels, publicUrl, egressIps }: Deps): Router {
  const router = Router();
  router.get('/channels', async (request, response) => {
    const { items, nextCursor } = await channels.list(viewerOf(request).brandIds, parsePage(request));
    response.json({ items: items.map(presentChannel), nextCursor });
  });
  router.post('/channels', requireAdministrator, async (request, response) => {
    const body = parseBody(createChannelSchema, request);
    if (!viewerOf(request).brandIds.includes(body.brandId)) throw invalidField('brandId', 'is no brand');
    response.status(201).json(presentChannel(accepted(await channels.create(body))));
  });
  // Before `/channels/:id`, so that it is no id.
  router.post('/channels/generate', requireAdministrator, (_request, response) => {
    response.json({ token: newLettersAndDigits(32), encodingAesKey: newLettersAndDigits(43) });
  });
  router.get('/channels/:id', async (request, response) => {
    response.json(
      presentChannel(found(await channels.find(pathParam(request, 'id'), viewerOf(request).brandIds))),
    );
  });
  router.patch('/channels/:id', requireAdministrator, async (request, response) => {
    const { status, ...fields } = parseBody(changeChannelSchema, request);
    const change = { ...fields, isDisabled: status === undefined ? undefined : status === 'disabled' };
    const result = await channels.update(pathParam(request, 'id'), viewerOf(request).brandIds, change);
    response.json(presentChannel(accepted(found(result))));
  });
  router.delete('/channels/:id', requireAdministrator, async (request, response) => {
    const isRemoved = await channels.remove(pathParam(request, 'id'), viewerOf(request).brandIds);
    if (!isRemoved) throw new ApiError('not_found');
    response.status(204).end();
  });
  router.get('/channels/:id/setup', requireAdministrator, async (request, response) => {
    const channel = found(await channels.find(pathParam(request, 'id'), viewerOf(request).brandIds));
    response.json(presentSetup(channel, { publicUrl, egressIps }));
  });
  return router;
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new ApiError('not_found');
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
