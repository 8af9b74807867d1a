import type { AskBot } from '../../bots/ask';
import type { Asked } from '../../bots/asked';
import { type StoredBot, toAskableBot } from '../../bots/to-askable-bot';
import type { Turn } from '../../bots/turn';
import { toParts } from '../../domain/bots/shaping/divide-answer';
import { newId } from '../../platform/ids';

/** What somebody asks a bot to see what it would say. */
export type BotQuestion = {
  readonly text: string;
  readonly menuId?: string | undefined;
  readonly history: readonly { readonly from: 'contact' | 'desk'; readonly text: string }[];
};

type Trial = {
  /** Epoch ms. */
  readonly now: number;
  /** Whether the bot's brand is closed now. */
  readonly isOutOfHours: boolean;
  readonly signal: AbortSignal;
};

type Tried = {
  readonly parts: readonly ReturnType<typeof toParts>[number][];
  readonly handover: { readonly reason: string; readonly detail?: string } | null;
};

/** Asks the real bot in the name of nobody, as in the first turn of a conversation, or in a later one if
 * there is a history. Nothing is sent or kept. */
export async function tryBot(
  askBot: AskBot,
  bot: StoredBot,
  { text, menuId, history }: BotQuestion,
  { now, isOutOfHours, signal }: Trial,
): Promise<Tried> {
  const at = new Date(now).toISOString();
  const id = newId();
  const isFirst = history.length === 0;
  const turn: Turn = {
    id,
    conversation: { id: `try-${id}`, channelId: 'try', startedAt: at, turn: isFirst ? 1 : 2 },
    contact: { id: `try-${id}`, name: null, tags: [] },
    messages: [{ id, type: 'text', text, menuId: menuId ?? null, attachmentUrl: null, picture: null }],
    history: history.map((one) => ({ ...one, type: 'text' })),
    isFirst,
    isOutOfHours,
    remaining: 4,
    windowClosesAt: new Date(now + 48 * 3_600_000).toISOString(),
    now: at,
    // There is no conversation that it could answer later.
    replyUrl: '',
    requestId: id,
    memory: null,
  };
  return toTried(await askBot(toAskableBot(bot), turn, signal, () => undefined));
}

function toTried(asked: Asked): Tried {
  if (asked.type === 'failed') return { parts: [], handover: { reason: 'bot_failed', detail: asked.detail } };
  const isHandover = asked.type === 'answered' && asked.then.type === 'handover';
  return { parts: toParts(asked.items), handover: isHandover ? { reason: 'asked_by_bot' } : null };
}
