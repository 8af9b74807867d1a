import { ApplicationFailure, Context, log } from '@temporalio/activity';
import type { AskTrigger } from '../../bots/ask';
import { type PrepareAnswerDeps, type PreparedAnswer, prepareAnswer } from '../../bots/prepare-answer';
import { toAskableBot } from '../../bots/to-askable-bot';
import { type BotFailure, MOST_PARTS } from '../../domain/bots/answer';
import { greetingBot, greetingLeavesWithinMs, greetingPlaces } from '../../domain/greeting';
import type { BotGreetings, GreetingMessage } from '../../store/bots/bot-greetings';
import type { Bot, Bots } from '../../store/bots/bots';
import type { Contacts } from '../../store/contacts/contacts';
import type { GreetedEvent, Greetings } from '../../store/transcript/greetings';

export type GreetByBotDeps = {
  readonly greetings: Pick<Greetings, 'event'>;
  readonly botGreetings: BotGreetings;
  readonly bots: Pick<Bots, 'findWithSecrets'>;
  readonly contacts: Pick<Contacts, 'get'>;
  readonly askTrigger: AskTrigger;
  /** What the files and menus of a bot's answer to a contact need; ends with `signal`. */
  readonly preparing: (bot: Bot, contactId: string, signal: AbortSignal) => PrepareAnswerDeps;
};

/** What a bot says to a contact who follows or scans: messages in the transcript that have to be sent, in order. */
export type BotGreeting = {
  readonly messages: readonly GreetingMessage[];
  /** How much longer they may be sent, in ms, counted from the beginning of the activity. */
  readonly leavesWithinMs: number;
  /** Whether the store knows an open conversation, which then sends them. */
  readonly isConversationOpen: boolean;
};

/**
 * Tells the channel's bot of a follow or a scan, and writes what it says into the transcript, after the event. Null if it is
 * not asked (any more) or has failed, so that the channel's own text greets. A second run returns what the first one
 * wrote. Throws a retryable failure until the event is filed.
 */
export function createGreetByBot(deps: GreetByBotDeps) {
  return async ({ eventMessageId }: { eventMessageId: string }): Promise<BotGreeting | null> => {
    const event = await deps.greetings.event(eventMessageId);
    if (event === null || !event.mayBeGreeted) return null;
    if (!event.isFiled) throw ApplicationFailure.retryable('The event is not filed yet.', 'NotFiledYet');
    const { isConversationOpen } = event;
    const leavesWithinMs = greetingLeavesWithinMs(event.action, event.ageMs);
    const before = await deps.botGreetings.read(event);
    if (before.length > 0) return { messages: before, leavesWithinMs, isConversationOpen };
    const botId = greetingBot(event);
    const said = botId === null || leavesWithinMs === 0 ? null : await ask(deps, event, botId);
    if (said === null) return null;
    const messages = await deps.botGreetings.write(event, said, greetingPlaces(event.action));
    return { messages, leavesWithinMs, isConversationOpen };
  };
}

type Said = Pick<PreparedAnswer, 'parts' | 'isLabelled'> & { readonly botId: string };

async function ask(deps: GreetByBotDeps, event: GreetedEvent, botId: string): Promise<Said | null> {
  const { channelId, contactId } = event;
  const failed = (detail: BotFailure): null => {
    log.warn('a bot has no answer to a follow or a scan', { channelId, botId, detail });
    return null;
  };
  const { cancellationSignal: signal } = Context.current();
  const stored = await deps.bots.findWithSecrets(botId);
  const askable = stored === null ? null : toAskableBot({ ...stored.bot, secrets: stored.secrets });
  if (stored === null || askable?.kind !== 'salesiq') return null;
  const contact = await deps.contacts.get(contactId);
  const visitor = {
    contact: { id: contactId, name: contact?.name ?? null, tags: contact?.tags ?? [] },
    requestId: event.messageId,
  };
  const asked = await deps.askTrigger(askable, visitor, signal);
  if (asked.type === 'failed') return failed(asked.detail);
  // Nothing waits outside a conversation: what has no place is shown as not sent.
  const all = { places: MOST_PARTS, placesOfRest: MOST_PARTS, continueText: '' };
  const prepared = await prepareAnswer(deps.preparing(stored.bot, contactId, signal), stored.bot, asked, all);
  if (prepared.type === 'failed') return failed(prepared.detail);
  return { botId, parts: prepared.parts, isLabelled: prepared.isLabelled };
}
