import { demoPlayRoutes } from '../../contracts/demo/demo';
import type { Contacts } from '../../store/contacts/contacts';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import { requestedConversation } from '../access/conversation-access';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { storedAt } from '../present/present-conversation';
import { ApiError, conflict } from '../problems';
import { implement, type Route } from '../route';
import type { Sender } from '../send-message';

/** The phone of a simulated contact. */
export type DemoPhone = {
  /** Writes as the contact; resolves when the webhook has answered. */
  readonly write: (openId: string, text: string) => Promise<unknown>;
  readonly received: (openId: string) => readonly object[];
  /** Moves WeChat's clock for the contact by `ms`. */
  readonly moveTime: (openId: string, ms: number) => void;
};

type Deps = {
  readonly conversations: Conversations;
  readonly contacts: Contacts;
  readonly channelId: () => string;
  readonly phone: DemoPhone;
  readonly send: Sender;
  /** Moves the clock of a contact's chain; resolves when the time has passed. */
  readonly fastForward: (contactId: string, ms: number) => Promise<void>;
  readonly present: ConversationPresenter;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

const SHOWN_WITHIN_MS = 8_000;
const LOOK_EVERY_MS = 50;
/** A projection follows its workflow within this time. */
const PROJECTED_WITHIN_MS = 2_000;
/** A projection does not show a smaller difference between the clocks. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Plays one exchange of messages, and moves time: only if the simulator stands in for WeChat. */
export function createDemoRoutes(deps: Deps): readonly Route[] {
  const { contacts, conversations, phone, clock, present } = deps;

  return implement(demoPlayRoutes)({
    async playMessage({ body: { openId, text, reply }, viewer }) {
      await phone.write(openId, text);
      const stored = await until(() => unreadConversation(deps, openId), SHOWN_WITHIN_MS, clock);
      if (stored === null) {
        throw new ApiError(
          'unavailable',
          {},
          { detail: 'The message has not reached its conversation yet.' },
        );
      }
      if (stored.conversation.state === 'bot')
        throw conflict(
          'A bot has this conversation, as the tour leaves it. Remove the bot from the channel, or leave the tour in the console.',
          'bot_has_it',
        );
      const message = await deps.send({
        stored,
        viewer,
        content: { type: 'text', text: reply },
        whenBlocked: 'reject',
        key: null,
      });
      const latest = (await conversations.get(stored.conversation.id)) ?? stored;
      const received = phone.received(openId).map((one) => ({ ...one }));
      const conversation = await present.one(viewer, storedAt(latest, clock()));
      return { conversation, message, received };
    },
    async fastForward({ body: { seconds }, viewer, ...named }) {
      const before = await requestedConversation(conversations, { viewer, ...named });
      if (before.conversation.state === 'completed') throw new ApiError('conversation_completed');
      const { id, contactId } = before.conversation;
      const ms = seconds * 1000;
      await deps.fastForward(contactId, ms);
      await contacts.moveClock(contactId, ms, clock());
      phone.moveTime(before.contact.openId, ms);
      const isMoved = (stored: StoredConversation | null): boolean =>
        stored !== null && (stored.conversation.state === 'completed' || showsMove(before, stored, ms));
      await until(async () => isMoved(await conversations.get(id)) || null, PROJECTED_WITHIN_MS, clock);
      const latest = (await conversations.get(id)) ?? before;
      return present.one(viewer, storedAt(latest, clock()));
    },
  });
}

/** A change may come from a message that was just written; only a longer move shows in the clock. */
function showsMove(before: StoredConversation, after: StoredConversation, ms: number): boolean {
  return ms > 2 * CLOCK_TOLERANCE_MS
    ? after.clockOffsetMs - before.clockOffsetMs > ms - CLOCK_TOLERANCE_MS
    : after.version > before.version;
}

async function unreadConversation(
  { contacts, conversations, channelId }: Deps,
  openId: string,
): Promise<StoredConversation | null> {
  const { items } = await contacts.list({ channelId: channelId(), openId, brandIds: null }, { limit: 1 });
  const [contact] = items;
  if (contact === undefined) return null;
  const filter = {
    contactId: contact.id,
    brandIds: null,
    states: ['bot', 'waiting', 'missed', 'active'] as const,
  };
  const [open] = await conversations.list(filter, { before: null, limit: 1 });
  // A bot reads by itself.
  return open !== undefined && (open.conversation.state === 'bot' || open.conversation.unread > 0)
    ? open
    : null;
}

async function until<T>(
  probe: () => Promise<T | null>,
  withinMs: number,
  clock: () => number,
): Promise<T | null> {
  const giveUpAt = clock() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== null || clock() > giveUpAt) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
