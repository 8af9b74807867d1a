/** A bot as it is asked: its fields with its secrets. Never logged, never in Temporal. */
import type { Rule } from '../domain/bots/rules/rules';
import type { Secret } from '../platform/secrets/secret';

type Named = { readonly id: string; readonly brandId: string };

/** A model behind `/chat/completions`, as OpenAI has it, and many others too. */
export type OpenAiBot = Named & {
  readonly kind: 'openai';
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string;
  /** Null: the server asks for none, as many do that run beside the desk. */
  readonly apiKey: Secret<string> | null;
  readonly model: string;
  readonly systemPrompt: string;
  readonly temperature: number | null;
  /** How many messages before the batch it is shown. */
  readonly historyMessages: number;
  /** Whether it is shown the contact's pictures. */
  readonly vision: boolean;
};

export type DifyBot = Named & {
  readonly kind: 'dify';
  /** Up to and without `/chat-messages`. */
  readonly baseUrl: string;
  readonly apiKey: Secret<string>;
  readonly inputs: Readonly<Record<string, string>>;
};

/** A server of the operators' own, asked in our words and signed as Standard Webhooks. */
export type WebhookBot = Named & {
  readonly kind: 'webhook';
  readonly url: string;
  /** `whsec_…` */
  readonly secret: Secret<string>;
};

/** A bot that was written for Zoho SalesIQ. */
export type SalesiqBot = Named & {
  readonly kind: 'salesiq';
  readonly url: string;
  /** PEM; null: it has no keys yet, and requests are not signed. */
  readonly privateKey: Secret<string> | null;
};

export type RulesBot = Named & { readonly kind: 'rules'; readonly rules: readonly Rule[] };

export type AskableBot = OpenAiBot | DifyBot | WebhookBot | SalesiqBot | RulesBot;
