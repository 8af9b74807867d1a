import { availabilityRoutes } from '../../contracts/people/availability';
import type { AvailabilityStore } from '../../store/routing/availability';
import type { Viewer } from '../middleware/viewer';
import { presentAvailability, presentColleague } from '../present/present-availability';
import { orNotFound } from '../problems';
import { implement, type Route } from '../route';

type Deps = { readonly availability: AvailabilityStore };

/** Whether the caller and their colleagues are there for conversations. */
export function createAvailabilityRoutes({ availability }: Deps): readonly Route[] {
  const own = async (viewer: Viewer, brandId?: string) => {
    const ofBrand = brandId !== undefined && viewer.brandIds.includes(brandId) ? brandId : null;
    return presentAvailability(orNotFound(await availability.find(viewer.operatorId, ofBrand)));
  };
  return implement(availabilityRoutes)({
    getMyAvailability: ({ viewer, query }) => own(viewer, query.brandId),
    async setMyAvailability({ viewer, body }) {
      await availability.setStatus(viewer.operatorId, body.status);
      return own(viewer);
    },
    async listAvailability({ viewer: { brandIds }, query: { brandId, limit, cursor } }) {
      const asked = brandId === undefined ? brandIds : brandIds.filter((id) => id === brandId);
      const page = { limit: limit + 1, after: cursor };
      const found = await availability.colleagues(asked, brandId ?? null, page);
      const items = found.slice(0, limit).map(presentColleague);
      return { items, nextCursor: found.length > limit ? (items.at(-1)?.operator.id ?? null) : null };
    },
  });
}
