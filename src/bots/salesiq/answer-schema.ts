/** What a bot for Zoho SalesIQ answers, as far as we read it; more fields are ignored. */
import { z } from 'zod';

const text = z.string();

const link = z.object({ text: text.optional(), url: text });
const productAction = z.object({ label: text.optional(), link: text.optional() });
const product = z.object({
  title: text.optional(),
  subtitle: text.optional(),
  image: text.optional(),
  actions: z.array(productAction).optional(),
});

const cardSchema = z.object({
  type: text.optional(),
  text: text.optional(),
  image: text.optional(),
  links: z.array(link).optional(),
  images: z.array(text).optional(),
  elements: z.array(product).optional(),
  url: text.optional(),
});
export type SiqCard = z.infer<typeof cardSchema>;

const option = z.union([
  text,
  z.object({ text: text.optional(), label: text.optional(), value: text.optional() }),
]);

const inputSchema = z.object({
  type: text,
  options: z.array(option).optional(),
  values: z.array(z.union([text, z.number()])).optional(),
  slots: z.union([z.array(text), z.record(z.string(), z.array(text))]).optional(),
  level: z.coerce.number().int().optional(),
});
export type SiqInput = z.infer<typeof inputSchema>;

const saidSchema = {
  replies: z.array(z.union([text, cardSchema])).optional(),
  suggestions: z.array(option).optional(),
  input: inputSchema.optional(),
};
const said = z.object(saidSchema);
/** Replies, and what they ask for. */
export type SiqSaid = z.infer<typeof said>;

const questionSchema = z.object({ name: text, ...saidSchema });

export const siqAnswerSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('reply'), ...saidSchema }),
  z.object({ action: z.literal('pending'), ...saidSchema }),
  z.object({ action: z.literal('end'), ...saidSchema }),
  z.object({ action: z.literal('operator_busy'), ...saidSchema }),
  z.object({ action: z.literal('forward'), department: text.nullish(), ...saidSchema }),
  z.object({
    action: z.literal('context'),
    context_id: text,
    questions: z.array(questionSchema).min(1).max(20),
    ...saidSchema,
  }),
]);
export type SiqAnswer = z.infer<typeof siqAnswerSchema>;

/**
 * What is remembered from turn to turn: what the contact may choose, if it was told by number, and the questions of a
 * `context` with the answers so far.
 */
export const siqMemorySchema = z.object({
  choices: z.array(text).optional(),
  context: z
    .object({
      contextId: text,
      /** The first one was asked last. */
      questions: z.array(questionSchema).min(1),
      answers: z.record(z.string(), z.object({ text })),
    })
    .optional(),
});
export type SiqMemory = z.infer<typeof siqMemorySchema>;
