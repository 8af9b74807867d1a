import type { AfterAnswer, AnswerItem, BotFailure } from '../domain/bots/answer';

/** What came of asking a bot. */
export type Asked =
  | {
      readonly type: 'answered';
      /** In order; may be empty where `then` says enough, and where no rule of a `rules` bot fits. */
      readonly items: readonly AnswerItem[];
      readonly then: AfterAnswer;
      /** What to remember for the next turn: in place of `Turn.memory`. */
      readonly memory: unknown;
    }
  /** It will answer later, by itself. `items` leave now. */
  | { readonly type: 'pending'; readonly items: readonly AnswerItem[]; readonly memory: unknown }
  | { readonly type: 'failed'; readonly detail: BotFailure };

/** An answer before it was looked at as a whole. */
export type Answered = Exclude<Asked, { readonly type: 'failed' }>;

/** The turn of a bot has failed. The message holds nothing that its endpoint said. */
export class TurnFailed extends Error {
  override readonly name = 'TurnFailed';

  constructor(
    readonly detail: BotFailure,
    /** What the endpoint said with its status, for the asker that knows its codes. Never logged, never shown. */
    readonly said = '',
    options?: ErrorOptions,
  ) {
    super(`The bot has failed: ${detail}`, options);
    Object.defineProperty(this, 'said', { enumerable: false });
  }
}
