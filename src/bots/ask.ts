import { isTooMuch } from '../domain/bots/shaping/divide-answer';
import type { GuardedClient } from '../platform/network/guarded-client';
import { type Answered, type Asked, TurnFailed } from './asked';
import type { AskableBot, SalesiqBot } from './bot';
import { ASK_LIMITS, type Asking, type AskLimits, PAUSE_MS } from './calls/post';
import { askDify } from './kinds/dify';
import { askOpenAi } from './kinds/openai';
import { askRules } from './kinds/rules';
import { askWebhook } from './kinds/webhook';
import { askSalesiq, type NewVisitor, triggerSalesiq } from './salesiq/ask-salesiq';
import type { Turn } from './turn';

/**
 * Asks a bot for its answer to one turn. What goes wrong at the bot is an answer too (`failed`); it rejects only with
 * the reason of `signal`, and for a mistake of ours. `onProgress` is called whenever something arrives.
 *
 * Menus in the answer have the bot's own ids: `assignMenuIds` replaces them before they are sent. Pictures are still at
 * their addresses: `fetchPicture` fetches them. `divideAnswer` says which messages leave.
 */
export type AskBot = (
  bot: AskableBot,
  turn: Turn,
  signal: AbortSignal,
  onProgress: () => void,
) => Promise<Asked>;

type AskerOptions = {
  readonly client: GuardedClient;
  readonly limits?: AskLimits;
  readonly pauseMs?: number;
};

/** Creates the function that asks. The client decides where it may ask. */
export function createAskBot({ client, limits = ASK_LIMITS, pauseMs = PAUSE_MS }: AskerOptions): AskBot {
  return (bot, turn, signal, onProgress) =>
    asAsked(signal, async () =>
      judge(bot, await ask(bot, turn, { client, signal, onProgress, pauseMs, limits })),
    );
}

/** Tells a bot of a follow or a scan, and asks what it says to that; fails as {@link AskBot} does. */
export type AskTrigger = (bot: SalesiqBot, visitor: NewVisitor, signal: AbortSignal) => Promise<Asked>;

/** Creates the function that tells it. */
export function createAskTrigger({
  client,
  limits = ASK_LIMITS,
  pauseMs = PAUSE_MS,
}: AskerOptions): AskTrigger {
  const onProgress = (): void => undefined;
  return (bot, visitor, signal) =>
    asAsked(signal, async () =>
      judge(bot, await triggerSalesiq(bot, visitor, { client, signal, onProgress, pauseMs, limits })),
    );
}

async function asAsked(signal: AbortSignal, work: () => Promise<Asked>): Promise<Asked> {
  signal.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TurnFailed) return { type: 'failed', detail: error.detail };
    throw error;
  }
}

async function ask(bot: AskableBot, turn: Turn, asking: Asking): Promise<Answered> {
  switch (bot.kind) {
    case 'openai':
      return askOpenAi(bot, turn, asking);
    case 'dify':
      return askDify(bot, turn, asking);
    case 'webhook':
      return askWebhook(bot, turn, asking);
    case 'salesiq':
      return askSalesiq(bot, turn, asking);
    case 'rules':
      return askRules(bot, turn);
    default:
      return bot satisfies never;
  }
}

/** PostgreSQL stores neither NUL nor half a surrogate pair: as JSON both are escaped, and a backslash before that is doubled. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;

function judge(bot: AskableBot, answered: Answered): Asked {
  if (UNSTORABLE.test(JSON.stringify(answered))) return { type: 'failed', detail: 'invalid_answer' };
  if (isTooMuch(answered.items)) return { type: 'failed', detail: 'too_many_parts' };
  const isModel = bot.kind === 'openai' || bot.kind === 'dify';
  return isModel && answered.items.length === 0 ? { type: 'failed', detail: 'empty' } : answered;
}
