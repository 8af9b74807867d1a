import { z } from 'zod';
import type { ListName } from '../../domain/lists/lists';

const countSchema = z
  .strictObject({
    count: z.int().min(0),
    isMore: z.boolean().meta({ description: '`true`: there are more; counting stopped here.' }),
  })
  .meta({ id: 'ConversationCount' });

export const conversationCountsSchema = z
  .strictObject({
    mine: countSchema.meta({ description: 'Conversations that the caller attends.' }),
    waiting: countSchema,
    missed: countSchema,
    completed: countSchema,
    all: countSchema,
    bot: countSchema.meta({ description: 'Conversations that a bot has.' }),
    needsLook: countSchema,
  } satisfies Record<ListName | 'needsLook', typeof countSchema>)
  .meta({ id: 'ConversationCounts' });

export type ConversationCountsBody = z.infer<typeof conversationCountsSchema>;
