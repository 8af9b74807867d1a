/** A brand's routing as it is stored in its row, and as a copy in those of its channels. */
import { z } from 'zod';
import { DEFAULT_ROUTING, ROUTING_MODES, ROUTING_ORDERS, type Routing } from '../../domain/routing/routing';
import { wordOf } from '../engine/stored-words';

/** Checks only shapes: ranges were checked when it was saved. What is newer than the row gets its default. */
const storedSchema = z.looseObject({
  mode: wordOf(ROUTING_MODES).default(DEFAULT_ROUTING.mode),
  order: wordOf(ROUTING_ORDERS).default(DEFAULT_ROUTING.order),
  preferLastOperator: z.boolean().default(DEFAULT_ROUTING.preferLastOperator),
  offerSeconds: z.number().default(DEFAULT_ROUTING.offerSeconds),
  autoAttend: z.boolean().default(DEFAULT_ROUTING.autoAttend),
  returnAfterSeconds: z.number().nullable().default(DEFAULT_ROUTING.returnAfterSeconds),
  defaultCapacity: z.number().nullable().default(DEFAULT_ROUTING.defaultCapacity),
  skipOlderThanHours: z.number().nullable().default(DEFAULT_ROUTING.skipOlderThanHours),
});

/** Reads a stored routing; null is the default. Fields that only a newer release knows are kept. */
export function parseRouting(stored: unknown): Routing {
  return stored === null ? DEFAULT_ROUTING : storedSchema.parse(stored);
}
