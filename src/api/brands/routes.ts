import { Router } from 'express';
import { type BrandBody, writeBrandSchema } from '../../contracts/people/brand';
import type { Brand, BrandStore } from '../../store/people/brands';
import type { OperatorStore } from '../../store/people/operators';
import { auditActorOf } from '../middleware/actor';
import { requireAdministrator, viewerOf } from '../middleware/viewer';
import { ApiError } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';

type Deps = { readonly brands: BrandStore; readonly operators: Pick<OperatorStore, 'colleagues'> };

/** `GET/POST /brands`, `PATCH /brands/:id`, `GET /brands/:id/operators`. */
export function createBrandRouter({ brands, operators }: Deps): Router {
  const router = Router();
  router.get('/brands', async (request, response) => {
    const { items, nextCursor } = await brands.list(viewerOf(request).brandIds, parsePage(request));
    response.json({ items: items.map(presentBrand), nextCursor });
  });
  router.post('/brands', requireAdministrator, async (request, response) => {
    const brand = await brands.create(parseBody(writeBrandSchema, request), auditActorOf(request));
    response.status(201).json(presentBrand(brand));
  });
  router.patch('/brands/:id', requireAdministrator, async (request, response) => {
    const fields = parseBody(writeBrandSchema, request);
    const brand = await brands.update(pathParam(request, 'id'), fields, auditActorOf(request));
    if (brand === undefined) throw new ApiError('not_found');
    response.json(presentBrand(brand));
  });
  router.get('/brands/:id/operators', async (request, response) => {
    const id = pathParam(request, 'id');
    if (!viewerOf(request).brandIds.includes(id)) throw new ApiError('not_found');
    const { items, nextCursor } = await operators.colleagues(id, parsePage(request));
    response.json({ items: items.map(({ id, name, role }) => ({ id, name, role })), nextCursor });
  });
  return router;
}

function presentBrand({ id, name, createdAt }: Brand): BrandBody {
  return { id, name, createdAt: createdAt.toISOString() };
}
