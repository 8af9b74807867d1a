import { z } from 'zod';
import { ROUTING_MODES, ROUTING_ORDERS, ROUTING_RANGES } from '../../domain/routing/routing';
import { idParamsSchema } from '../common';
import type { RouteContract } from '../route-contract';

const numberIn = ({ min, max }: { readonly min: number; readonly max: number }) => z.int().min(min).max(max);

const fields = {
  mode: z.enum(ROUTING_MODES).meta({
    description:
      '`ring_all`: everyone is rung and the first to attend gets the conversation. `offer`: one available operator after ' +
      'the other is asked.',
  }),
  order: z.enum(ROUTING_ORDERS).meta({
    description:
      'Whom an offer goes to. `balanced`: who has the fewest active conversations; `round_robin`: who has been without an ' +
      'offer longest.',
  }),
  preferLastOperator: z
    .boolean()
    .meta({ description: 'The operator who attended the contact last is asked first.' }),
  offerSeconds: numberIn(ROUTING_RANGES.offerSeconds).meta({ description: 'How long an offer stands.' }),
  autoAttend: z
    .boolean()
    .meta({ description: 'Whoever gets an offer attends at once, without being asked.' }),
  returnAfterSeconds: numberIn(ROUTING_RANGES.returnAfterSeconds).nullable().meta({
    description:
      'A conversation whose contact has waited this long for an answer goes back to the queue; null: never.',
  }),
  defaultCapacity: numberIn(ROUTING_RANGES.defaultCapacity).nullable().meta({
    description:
      'How many conversations an operator without a capacity of their own is offered at the same time; null: no limit.',
  }),
  skipOlderThanHours: numberIn(ROUTING_RANGES.skipOlderThanHours).nullable().meta({
    description: 'Conversations missed longer ago than this are not offered by themselves; null: all are.',
  }),
};

/** A brand's routing, complete. */
export const routingSchema = z.strictObject(fields).meta({ id: 'Routing' });

const changeRoutingSchema = z.strictObject(fields).partial().meta({ id: 'RoutingChange' });

export type RoutingBody = z.infer<typeof routingSchema>;

const tag = 'Brands';
export const routingRoutes = [
  {
    id: 'getBrandRouting',
    method: 'get',
    path: '/api/v1/brands/{id}/routing',
    summary: 'Who is rung for the brand’s conversations',
    tag,
    access: 'operator',
    scope: 'read',
    params: idParamsSchema,
    answers: { 200: { description: 'The setting', schema: routingSchema } },
  },
  {
    id: 'changeBrandRouting',
    method: 'patch',
    path: '/api/v1/brands/{id}/routing',
    summary: 'Change who is rung; open conversations follow. What is left out stays as it is',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    body: changeRoutingSchema,
    answers: { 200: { description: 'The setting', schema: routingSchema } },
  },
] as const satisfies readonly RouteContract[];
