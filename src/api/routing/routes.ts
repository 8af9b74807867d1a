import { routingRoutes } from '../../contracts/people/routing';
import type { BrandRouting } from '../../store/routing/brand-routing';
import type { Named } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { ApiError, orNotFound } from '../problems';
import { finding, implement, type Route } from '../route';
import { presentRouting } from './present';

type Deps = { readonly brandRouting: BrandRouting };

/** The routing of brands: administrators change it, members of the brand read it. */
export function createRoutingRoutes({ brandRouting }: Deps): readonly Route[] {
  const requested = async ({ params, viewer }: Named): Promise<string> => {
    if (!viewer.brandIds.includes(params.id)) throw new ApiError('not_found');
    return params.id;
  };
  return implement(routingRoutes)({
    getBrandRouting: finding(requested, async ({ found }) =>
      presentRouting(orNotFound(await brandRouting.find(found))),
    ),
    changeBrandRouting: finding(requested, async ({ found, body, request }) =>
      presentRouting(orNotFound(await brandRouting.change(found, body, auditActorOf(request)))),
    ),
  });
}
