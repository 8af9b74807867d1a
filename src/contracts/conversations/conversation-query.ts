import { z } from 'zod';
import { CONVERSATION_STATES } from '../../domain/conversation/conversation';
import { type ListPlace, parseListCursor } from '../../domain/lists/list-cursor';
import { PRIORITIES } from '../../domain/lists/urgency';
import { idSchema, pageQuerySchema, SEARCH_EQUALITY, searchWordsSchema } from '../common';
import { tagSchema } from './tag';

export const prioritySchema = z.enum(PRIORITIES).meta({ id: 'Priority' });

const stateSchema = z.enum(CONVERSATION_STATES);

const conversationQuerySchema = pageQuerySchema.extend({
  cursor: z
    .string()
    .transform((cursor, context): ListPlace => {
      const place = parseListCursor(cursor);
      if (place !== null) return place;
      context.addIssue({ code: 'custom', message: 'is not valid' });
      return z.NEVER;
    })
    .optional()
    .meta({
      description:
        '`nextCursor` of the previous page. All pages reached from one first page keep the order the list had when ' +
        'that page was read: each conversation that was in it appears once, as it is now, wherever it has moved ' +
        'since. New conversations appear only when the first page is read again. A cursor keeps its order for a day.',
    }),
  state: z
    .union([stateSchema, z.array(stateSchema).min(1).max(20)])
    .optional()
    .meta({
      description: 'May be repeated.',
    }),
  brandId: idSchema.optional(),
  channelId: idSchema.optional(),
  groupId: z
    .union([idSchema, z.array(idSchema).min(1).max(20)])
    .optional()
    .meta({ description: 'Conversations for this group. May be repeated.' }),
  operatorId: idSchema.optional().meta({ description: '`me`: those of the caller.' }),
  offeredTo: z.literal('me').optional().meta({ description: 'Those that are offered to the caller now.' }),
  contactId: idSchema.optional(),
  snoozed: z.enum(['true', 'false', 'any']).default('false').meta({
    description: 'Snoozed conversations: `true`: only these; `any`: these as well. Omitted: without them.',
  }),
  priority: z
    .union([prioritySchema, z.array(prioritySchema).min(1).max(10)])
    .optional()
    .meta({ description: 'May be repeated.' }),
  tag: tagSchema.optional(),
  list: z
    .enum(['needs_look'])
    .optional()
    .meta({
      description:
        'Conversations in which a message to the contact has failed, is unknown or is held, newest trouble first. Trouble ' +
        'leaves the list when the message is sent, cancelled or resolved, or after seven days. `snoozed` applies to it as to ' +
        'every list.',
    }),
  order: z
    .enum(['activity', 'urgency'])
    .optional()
    .meta({
      description:
        '`urgency`, for open conversations: waiting ones, longest ringing first; active ones, unanswered before ' +
        'answered, then by the minute in which their window closes, then by priority; missed ones, oldest first.',
    }),
  q: searchWordsSchema(100)
    .optional()
    .meta({
      description:
        'Part of a message’s text, or of the contact’s name, remark, tags or openid; or the name that is shown for a ' +
        `contact without one, such as 微信用户 fc3d, or its last four characters. ${SEARCH_EQUALITY} A single character ` +
        'is searched for in the newest 2,000 conversations only.',
    }),
});

/** The query of the list: its filters and its order. */
export const conversationListQuerySchema = conversationQuerySchema
  .refine(({ q, list, order }) => q === undefined || (list === undefined && order !== 'urgency'), {
    path: ['q'],
    message: 'can only be combined with the order by activity',
  })
  .refine(({ list, order }) => list === undefined || order === undefined, {
    path: ['order'],
    message: 'cannot be combined with list',
  })
  .refine(({ order, state }) => order !== 'urgency' || ![state].flat().includes('completed'), {
    path: ['state'],
    message: 'must be an open state for the order by urgency',
  });

export const conversationCountsQuerySchema = conversationQuerySchema.pick({
  brandId: true,
  channelId: true,
  groupId: true,
});
