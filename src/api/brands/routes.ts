import { type BrandBody, brandRoutes } from '../../contracts/people/brand';
import type { Brand, BrandStore } from '../../store/people/brands';
import type { OperatorStore } from '../../store/people/operators';
import { auditActorOf } from '../middleware/actor';
import { toIso } from '../present/times';
import { ApiError, orNotFound } from '../problems';
import { pageOf } from '../request';
import { finding, implement, type Route } from '../route';

type Deps = { readonly brands: BrandStore; readonly operators: Pick<OperatorStore, 'colleagues'> };

/** Brands, and the colleagues in each. */
export function createBrandRoutes({ brands, operators }: Deps): readonly Route[] {
  return implement(brandRoutes)({
    async listBrands({ viewer, query }) {
      const { items, nextCursor } = await brands.list(viewer.brandIds, pageOf(query));
      return { items: items.map(presentBrand), nextCursor };
    },
    async createBrand({ body, request }) {
      return presentBrand(await brands.create(body, auditActorOf(request)));
    },
    async changeBrand({ params, body, request }) {
      return presentBrand(orNotFound(await brands.update(params.id, body, auditActorOf(request))));
    },
    listColleagues: finding(
      async ({ params, viewer }) => {
        if (!viewer.brandIds.includes(params.id)) throw new ApiError('not_found');
        return params.id;
      },
      async ({ found: brandId, query }) => {
        const { items, nextCursor } = await operators.colleagues(brandId, pageOf(query));
        return { items: items.map(({ id, name, role }) => ({ id, name, role })), nextCursor };
      },
    ),
  });
}

function presentBrand({ id, name, createdAt }: Brand): BrandBody {
  return { id, name, createdAt: toIso(createdAt) };
}
