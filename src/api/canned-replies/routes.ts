/** `/canned-replies`: an operator's own, and those that their brands share. Every member may change the shared ones. */
import { type Response, Router } from 'express';
import {
  type CannedReplyBody,
  changeCannedReplySchema,
  newCannedReplySchema,
} from '../../contracts/conversations/canned-reply';
import type { CannedReplies, CannedReply } from '../../store/people/canned-replies';
import { type Viewer, viewerOf } from '../middleware/viewer';
import { ApiError, invalidField } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';

export type CannedReplyRouterDeps = { readonly cannedReplies: CannedReplies };

/** `GET/POST /canned-replies`, `PATCH/DELETE /canned-replies/:id`. Needs JSON bodies parsed. */
export function createCannedReplyRouter({ cannedReplies }: CannedReplyRouterDeps): Router {
  const router = Router();
  router.get('/canned-replies', async (request, response) => {
    const { items, nextCursor } = await cannedReplies.list(viewerOf(request), parsePage(request));
    response.json({ items: items.map(present), nextCursor });
  });
  router.post('/canned-replies', async (request, response) => {
    const fields = parseBody(newCannedReplySchema, request);
    const viewer = viewerOf(request);
    checkBrand(viewer, fields.brandId);
    answer(response.status(201), await cannedReplies.create(viewer, fields));
  });
  router.patch('/canned-replies/:id', async (request, response) => {
    const change = parseBody(changeCannedReplySchema, request);
    const viewer = viewerOf(request);
    checkBrand(viewer, change.brandId ?? null);
    answer(response, await cannedReplies.change(viewer, pathParam(request, 'id'), change));
  });
  router.delete('/canned-replies/:id', async (request, response) => {
    const isGone = await cannedReplies.remove(viewerOf(request), pathParam(request, 'id'));
    if (!isGone) throw new ApiError('not_found');
    response.status(204).end();
  });
  return router;
}

function checkBrand({ brandIds }: Viewer, brandId: string | null): void {
  if (brandId !== null && !brandIds.includes(brandId))
    throw invalidField('brandId', 'is no brand that you are a member of');
}

function answer(response: Response, written: CannedReply | 'taken' | null): void {
  if (written === null) throw new ApiError('not_found');
  if (written === 'taken') {
    throw new ApiError('conflict', {}, { detail: 'There is a canned reply under this shortcut already.' });
  }
  response.json(present(written));
}

function present({ createdAt, ...rest }: CannedReply): CannedReplyBody {
  return { ...rest, createdAt: new Date(createdAt).toISOString() };
}
