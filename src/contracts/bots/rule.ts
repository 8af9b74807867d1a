import { z } from 'zod';
import { findMistakes } from '../../domain/bots/rules/find-mistakes';
import type { Rule } from '../../domain/bots/rules/rules';
import {
  LONGEST_DESCRIPTION,
  LONGEST_MENU_ITEM_BYTES,
  LONGEST_MENU_TEXT_BYTES,
  LONGEST_TITLE,
  LONGEST_URL,
} from '../../domain/messages/message-limits';
import { idSchema, mayBeLeftOut } from '../common';
import { lineOf, messageTextSchema, plainTextSchema, textOfBytes } from '../plain-text';

const MOST_RULES = 200;
const MOST_KEYWORDS = 50;
const LONGEST_KEYWORD = 100;
/** WeChat shows more, but a reply of ten messages has no place for them. */
const MOST_REPLIES = 5;
const MOST_CHOICES = 10;

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(LONGEST_URL);

/** As `POST /conversations/:id/messages` takes them, but that the items of a menu are the `menuId` of rules. */
const replySchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), text: messageTextSchema }),
    z.strictObject({ type: z.literal('image'), attachmentId: idSchema }),
    z.strictObject({
      type: z.literal('news'),
      title: plainTextSchema.max(LONGEST_TITLE),
      url,
      description: mayBeLeftOut(plainTextSchema.max(LONGEST_DESCRIPTION)),
      pictureUrl: mayBeLeftOut(url),
    }),
    z.strictObject({
      type: z.literal('msgmenu'),
      head: mayBeLeftOut(textOfBytes(LONGEST_MENU_TEXT_BYTES)),
      items: z
        .array(z.strictObject({ id: idSchema, text: textOfBytes(LONGEST_MENU_ITEM_BYTES) }))
        .min(1)
        .max(MOST_CHOICES)
        .refine((items) => new Set(items.map(({ id }) => id)).size === items.length, 'two have the same id'),
      tail: mayBeLeftOut(textOfBytes(LONGEST_MENU_TEXT_BYTES)),
    }),
  ])
  .meta({ id: 'RuleReply' });

const whenSchema = z
  .strictObject({
    keywords: mayBeLeftOut(
      z
        .array(z.strictObject({ text: lineOf(1, LONGEST_KEYWORD), match: z.enum(['equals', 'contains']) }))
        .max(MOST_KEYWORDS),
    ),
    first: mayBeLeftOut(z.boolean()),
    menuId: mayBeLeftOut(idSchema),
    outOfHours: mayBeLeftOut(z.boolean()),
    any: mayBeLeftOut(z.boolean()),
  })
  .meta({
    id: 'RuleCondition',
    description:
      '`keywords`, `menuId` and `any` are about the message: one is enough. `first` and `outOfHours` are about the ' +
      'moment: all must hold.',
  });

/** The form of one rule. */
const ruleSchema: z.ZodType<Rule, Rule> = z
  .strictObject({
    id: idSchema,
    when: whenSchema,
    reply: z.array(replySchema).max(MOST_REPLIES),
    then: z.enum(['stay', 'handover', 'end']),
    groupId: mayBeLeftOut(idSchema).meta({
      description:
        'With `handover`: the group of the bot’s brand that is asked; left out: for whom the conversation is already.',
    }),
  })
  .meta({ id: 'Rule' });

/** The rules of a bot, judged as a whole. */
export const rulesSchema = z
  .array(ruleSchema)
  .min(1)
  .max(MOST_RULES)
  .superRefine((rules, context) => {
    for (const { path, message } of findMistakes(rules)) {
      // The list itself is the field `rules`.
      context.addIssue({ code: 'custom', path: path.slice(1), message });
    }
  });
