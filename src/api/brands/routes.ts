import { Router } from 'express';
import { type BrandBody, writeBrandSchema } from '../../contracts/brand';
import type { Brand, BrandStore } from '../../store/brands';
import { requireAdministrator, viewerOf } from '../middleware/viewer';
import { ApiError } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';

/** `GET/POST /brands`, `PATCH /brands/:id`. */
export function createBrandRouter({ brands }: { readonly brands: BrandStore }): Router {
  const router = Router();
  router.get('/brands', async (request, response) => {
    const { items, nextCursor } = await brands.list(viewerOf(request).brandIds, parsePage(request));
    response.json({ items: items.map(presentBrand), nextCursor });
  });
  router.post('/brands', requireAdministrator, async (request, response) => {
    const brand = await brands.create(parseBody(writeBrandSchema, request));
    response.status(201).json(presentBrand(brand));
  });
  router.patch('/brands/:id', requireAdministrator, async (request, response) => {
    const brand = await brands.update(pathParam(request, 'id'), parseBody(writeBrandSchema, request));
    if (brand === undefined) throw new ApiError('not_found');
    response.json(presentBrand(brand));
  });
  return router;
}

function presentBrand({ id, name, createdAt }: Brand): BrandBody {
  return { id, name, createdAt: createdAt.toISOString() };
}
