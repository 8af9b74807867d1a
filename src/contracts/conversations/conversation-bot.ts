import { z } from 'zod';
import { HANDOVER_REASONS } from '../../domain/conversation/bot/bot-part';
import { idSchema, timeSchema } from '../common';

/** The bot of a conversation, as the API shows it. */
export const conversationBotSchema = z
  .strictObject({
    id: idSchema,
    name: z.string().nullable().meta({ description: 'null: it is gone, and with it its name.' }),
    kind: z.string().nullable(),
    isThinking: z.boolean().meta({ description: 'It is being asked.' }),
    turns: z.int().meta({ description: 'How many turns have begun.' }),
  })
  .nullable()
  .meta({ description: 'The bot that took part, also after a hand-over; null: none did.' });

/** Why people have a conversation that began with a bot. */
export const handoverSchema = z
  .strictObject({
    reason: z.enum(HANDOVER_REASONS),
    detail: z.string().optional().meta({
      description:
        'How the bot failed: `http_<status>`, `timeout`, `empty`, `invalid_answer`, `unreachable`, `moderated`, `too_many_parts`, `paused`.',
    }),
    at: timeSchema,
  })
  .nullable()
  .meta({ description: 'Why people have it; null while a bot has it, and if there never was one.' });
