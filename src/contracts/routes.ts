/** All routes of the API. A route that is not here is not in the OpenAPI document. */
import { brandRoutes } from './brand';
import { channelRoutes } from './channel';
import { healthRoutes } from './health';
import { operatorRoutes } from './operator';
import type { RouteContract } from './route-contract';
import { sessionRoutes } from './session';
import { tokenRoutes } from './token';

/** The administrative routes; the conversation side adds its own. */
export const ADMINISTRATION_ROUTES: readonly RouteContract[] = [
  ...sessionRoutes,
  ...tokenRoutes,
  ...operatorRoutes,
  ...brandRoutes,
  ...channelRoutes,
  ...healthRoutes,
];
