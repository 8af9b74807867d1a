import type { BotQuestion } from '../requests';

/** A message as it would leave; its fields depend on its type. */
export type TriedPart = { readonly type: string } & Readonly<Record<string, unknown>>;

export type Exchange = {
  readonly question: string;
  readonly answer: {
    readonly parts: readonly TriedPart[];
    readonly handover: { readonly reason: string; readonly detail?: string | undefined } | null;
    readonly ms: number;
  };
};

/** As the API counts them. */
const MOST_HISTORY = 40;

/** What was said before, as the bot gets it. */
export function historyOf(exchanges: readonly Exchange[]): NonNullable<BotQuestion['history']> {
  return exchanges
    .flatMap(({ question, answer }) => [
      { from: 'contact' as const, text: question },
      ...answer.parts.flatMap(({ text }) =>
        typeof text === 'string' && text !== '' ? [{ from: 'desk' as const, text }] : [],
      ),
    ])
    .slice(-MOST_HISTORY);
}
