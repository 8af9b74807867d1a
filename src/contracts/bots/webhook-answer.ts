/** What the server of a `webhook` bot answers, at once or later at its `replyUrl`. */
import { z } from 'zod';
import { MOST_PARTS } from '../../domain/bots/answer';
import { LONGEST_NOTE } from '../../domain/messages/message-text';
import type { OutboundContent } from '../../domain/messages/outbound';
import { idSchema } from '../common';
import { sendMessageSchema } from '../conversations/new-message';
import { plainTextSchema } from '../plain-text';

/** A message as `POST /conversations/:id/messages` takes it; whether and when it leaves is for the bot's rules. */
const messageSchema = sendMessageSchema
  .refine(({ sendAt }) => sendAt === undefined, 'cannot be scheduled by a bot')
  .transform(
    ({ whenBlocked: _blocked, sendAt: _at, cancelOnReply: _reply, ...content }): OutboundContent => content,
  );

const said = {
  // More than are ever sent are taken here, so that the turn can say what is wrong.
  messages: z
    .array(messageSchema)
    .max(MOST_PARTS * 5)
    .optional(),
  handover: z
    .strictObject({
      groupId: idSchema.optional(),
      note: plainTextSchema.max(LONGEST_NOTE).optional(),
    })
    .optional(),
  end: z.literal(true).optional(),
};
const CANNOT_DO_BOTH = 'cannot hand over and end';

/** The answer to `bot.message`. */
export const webhookAnswerSchema = z
  .strictObject({ ...said, pending: z.literal(true).optional() })
  .refine(({ handover, end }) => handover === undefined || end === undefined, CANNOT_DO_BOTH)
  .refine(
    ({ handover, end, pending }) => pending === undefined || (handover === undefined && end === undefined),
    'cannot hand over or end while it is pending',
  );

/** What is said later, after `pending`. */
export const laterAnswerSchema = z
  .strictObject(said)
  .refine(({ handover, end }) => handover === undefined || end === undefined, CANNOT_DO_BOTH)
  .refine(
    ({ messages = [], handover, end }) => messages.length > 0 || handover !== undefined || end !== undefined,
    'must say something',
  )
  .meta({ id: 'LaterAnswer' });

export type WebhookAnswer = z.output<typeof webhookAnswerSchema>;
