import { z } from 'zod';
import type { Rule } from '../domain/bots/rules/rules';
import { Secret } from '../platform/secrets/secret';
import type { AskableBot } from './bot';
import type { Transcription } from './transcribe';

/** A bot as it is stored, with its secrets by name. */
export type StoredBot = {
  readonly id: string;
  readonly brandId: string;
  readonly kind: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly secrets: Secret<Readonly<Record<string, string>>>;
};

const transcriptionSchema = z.object({ baseUrl: z.string(), model: z.string() });
const schemas = {
  openai: z.object({
    baseUrl: z.string(),
    model: z.string(),
    systemPrompt: z.string(),
    temperature: z.number().nullable(),
    historyMessages: z.number(),
    vision: z.boolean(),
  }),
  dify: z.object({ baseUrl: z.string(), inputs: z.record(z.string(), z.string()) }),
  address: z.object({ url: z.string() }),
  rules: z.object({ rules: z.custom<readonly Rule[]>(Array.isArray) }),
};

/** A stored bot as it is asked. Throws for a kind or fields that this release does not know. */
export function toAskableBot({ id, brandId, kind, fields, secrets }: StoredBot): AskableBot {
  const named = { id, brandId };
  const secretOf = (name: string): Secret<string> | null => {
    const clear = secrets.reveal()[name];
    return clear === undefined ? null : new Secret(clear);
  };
  const needed = (name: string): Secret<string> => secretOf(name) ?? new Secret('');
  switch (kind) {
    case 'openai':
      return { ...named, kind, ...schemas.openai.parse(fields), apiKey: secretOf('apiKey') };
    case 'dify':
      return { ...named, kind, ...schemas.dify.parse(fields), apiKey: needed('apiKey') };
    case 'webhook':
      return { ...named, kind, ...schemas.address.parse(fields), secret: needed('secret') };
    case 'salesiq':
      return { ...named, kind, ...schemas.address.parse(fields), privateKey: secretOf('privateKey') };
    case 'rules':
      return { ...named, kind, ...schemas.rules.parse(fields) };
    default:
      throw new Error(`This release knows no bot of the kind ${kind}.`);
  }
}

/** The service that has voice messages written down for a bot; null: it has none. */
export function toTranscription({
  fields,
  secrets,
}: Pick<StoredBot, 'fields' | 'secrets'>): Transcription | null {
  const parsed = transcriptionSchema.safeParse(fields['transcription']);
  if (!parsed.success) return null;
  const apiKey = secrets.reveal()['transcriptionApiKey'];
  return { ...parsed.data, apiKey: apiKey === undefined ? null : new Secret(apiKey) };
}
