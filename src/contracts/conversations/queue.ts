import { z } from 'zod';
import { idSchema, timeSchema } from '../common';
import { colleagueAvailabilitySchema } from '../people/availability';
import type { RouteContract } from '../route-contract';
import { conversationSchema, offerSchema } from './conversation';

/** A supervisor's page shows a whole queue, not a piece of it. */
export const LONGEST_QUEUE_PAGE = 200;

const queueItemSchema = z
  .strictObject({
    conversation: conversationSchema,
    position: z.int().meta({ description: 'Its place in this list, over all pages; the next one is 1.' }),
    since: timeSchema.meta({ description: 'Since when the contact waits.' }),
    offer: offerSchema,
    asked: z.array(idSchema).meta({
      description:
        'Operators who declined it or let an offer run out in this round, oldest first. When all have been asked, a new ' +
        'round begins.',
    }),
  })
  .meta({ id: 'QueueItem' });

const queueOperatorSchema = colleagueAvailabilitySchema
  .omit({ isAvailable: true, lastOfferedAt: true })
  .meta({ id: 'QueueOperator' });

const queueSchema = z
  .strictObject({
    items: z.array(queueItemSchema),
    operators: z.array(queueOperatorSchema).meta({
      description:
        'Who may be offered these conversations, on every page: enabled members of the brands, or of the group. At most ' +
        '1,000.',
    }),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Queue' });

export type QueueItemBody = z.infer<typeof queueItemSchema>;
export type QueueOperatorBody = z.infer<typeof queueOperatorSchema>;

export const queueRoutes = [
  {
    id: 'getQueue',
    method: 'get',
    path: '/api/v1/queue',
    summary:
      'Waiting and missed conversations in the order in which they are offered, and who is there for them. Operators see ' +
      'those of their own groups and those without a group; administrators see all',
    tag: 'Conversations',
    access: 'operator',
    scope: 'read',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(LONGEST_QUEUE_PAGE).default(LONGEST_QUEUE_PAGE),
      cursor: z
        .string()
        .regex(/^[1-9]\d{0,8}$/, 'is not valid')
        .optional()
        .meta({
          description:
            '`nextCursor` of the previous page. Pages show the queue as it is when each is read: what has moved may be ' +
            'missing or appear twice.',
        }),
      brandId: idSchema.optional(),
      groupId: idSchema.optional(),
    }),
    answers: {
      200: {
        description: 'Windows that close within the hour first, then the longest waiting',
        schema: queueSchema,
      },
    },
  },
] as const satisfies readonly RouteContract[];
