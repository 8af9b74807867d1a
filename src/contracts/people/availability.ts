import { z } from 'zod';
import { AVAILABILITY_STATUSES, CONNECTED_FOR_MS } from '../../domain/routing/availability';
import { CAPACITY_RANGE } from '../../domain/routing/routing';
import { idSchema, listOf, pageQuerySchema, personSchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

const statusSchema = z.enum(AVAILABILITY_STATUSES).meta({
  id: 'AvailabilityStatus',
  description:
    '`away`: gets no offers and keeps what they have. `handing_over`: also gives their conversations back: at once where ' +
    'the contact waits for an answer, the others when their contact writes.',
});

/** How many conversations an operator is offered at the same time, as administrators set it. */
export const capacitySchema = z.int().min(CAPACITY_RANGE.min).max(CAPACITY_RANGE.max).nullable();

const availabilityFields = {
  status: statusSchema,
  isConnected: z.boolean().meta({
    description: `An event stream of theirs is open, or was less than ${CONNECTED_FOR_MS / 1000} s ago.`,
  }),
  isAvailable: z.boolean().meta({
    description:
      'Connected, `online` and with a free place: offers go to them. An open offer occupies a place.',
  }),
  active: z.int().meta({ description: 'How many conversations they attend now.' }),
  capacity: z
    .int()
    .nullable()
    .meta({
      description:
        'How many they are offered at the same time: their own limit, or the default of the brand that was asked about, or, ' +
        'without one, the highest default of their brands. null: no limit.',
    }),
  lastOfferedAt: timeSchema.nullable(),
};

export const availabilitySchema = z.strictObject(availabilityFields).meta({ id: 'Availability' });

export const colleagueAvailabilitySchema = z
  .strictObject({ operator: personSchema, ...availabilityFields })
  .meta({ id: 'ColleagueAvailability' });

const setAvailabilitySchema = z.strictObject({ status: statusSchema }).meta({ id: 'AvailabilityChange' });

const brandQuerySchema = z.strictObject({
  brandId: idSchema.optional().meta({ description: 'The brand whose default capacity applies.' }),
});

export type AvailabilityBody = z.infer<typeof availabilitySchema>;

/** Also what the event stream reports when it changes. */
export type ColleagueAvailabilityBody = z.infer<typeof colleagueAvailabilitySchema>;

const tag = 'Availability';
const operator = { tag, access: 'operator' } as const;
export const availabilityRoutes = [
  {
    id: 'getMyAvailability',
    method: 'get',
    path: '/api/v1/me/availability',
    summary: 'Whether the caller is there for conversations, and how many they attend',
    ...operator,
    scope: 'read',
    query: brandQuerySchema,
    answers: { 200: { description: 'The caller’s availability', schema: availabilitySchema } },
  },
  {
    id: 'setMyAvailability',
    method: 'put',
    path: '/api/v1/me/availability',
    summary: 'Choose the own status. It is kept until the next choice, also after signing out',
    ...operator,
    scope: 'write',
    body: setAvailabilitySchema,
    answers: { 200: { description: 'The caller’s availability', schema: availabilitySchema } },
  },
  {
    id: 'listAvailability',
    method: 'get',
    path: '/api/v1/availability',
    summary:
      'Whether colleagues are there: who may attend conversations of the brand and is not disabled, the caller included. ' +
      'Changes of `status`, `isConnected` and `capacity` come over the event stream, changes of `active` do not',
    ...operator,
    scope: 'read',
    query: pageQuerySchema.extend({
      brandId: idSchema
        .optional()
        .meta({ description: 'Omitted: colleagues of all brands that the caller may see.' }),
    }),
    answers: {
      200: { description: 'Oldest first', schema: listOf('AvailabilityList', colleagueAvailabilitySchema) },
    },
  },
] as const satisfies readonly RouteContract[];
