import { presentChannel } from '../../api/channels/present';
import { presentContact } from '../../api/present/present-contact';
import { presentConversation, storedAt } from '../../api/present/present-conversation';
import { presentMessage } from '../../api/present/present-message';
import type { EventObjects, PresentEvent } from '../../outgoing/body';
import type { ChannelStore } from '../../store/channels/channels';
import type { Contacts } from '../../store/contacts/contacts';
import type { Conversations } from '../../store/conversations/conversations';
import type { Transcript } from '../../store/transcript/transcript';

type Deps = {
  readonly conversations: Pick<Conversations, 'get'>;
  readonly transcript: Pick<Transcript, 'lastOf' | 'message'>;
  readonly contacts: Pick<Contacts, 'get'>;
  readonly channels: Pick<ChannelStore, 'findWithSecrets'>;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** Nobody looks at it, so nothing may be done: what depends on a viewer is left out. */
const NOBODY = { operatorId: '', isAdministrator: false };

/** Presents what an event is about with the presenters of the API. */
export function createPresentEvent(deps: Deps): PresentEvent {
  const { conversations, transcript, contacts, channels, clock } = deps;
  const conversationOf = async (id: string): Promise<Record<string, unknown>> => {
    const stored = await conversations.get(id);
    if (stored === null) return gone(id);
    const lastMessage = (await transcript.lastOf([id])).get(id) ?? null;
    const context = { by: NOBODY, lastMessage, temporalUi: { url: undefined, namespace: '' } };
    const {
      abilities: _abilities,
      unread: _unread,
      isUnread: _isUnread,
      seenSeq: _seenSeq,
      workflow: _workflow,
      lastMessage: last,
      ...shown
    } = presentConversation(storedAt(stored, clock()), context);
    return { ...shown, lastMessage: last === null ? null : withoutChangedAt(last) };
  };
  return async ({ event, conversationId, messageId, contactId, channelId }) => {
    const isAboutContact = event.startsWith('contact.');
    const objects: { -readonly [Name in keyof EventObjects]: EventObjects[Name] } = {};
    if (conversationId !== null && !isAboutContact)
      objects.conversation = await conversationOf(conversationId);
    if (messageId !== null && !isAboutContact) {
      const message = await transcript.message(messageId);
      objects.message = message === null ? gone(messageId) : withoutChangedAt(presentMessage(message));
    }
    if (isAboutContact && contactId !== null) {
      const contact = await contacts.get(contactId);
      objects.contact = contact === null ? gone(contactId) : presentContact(contact);
    }
    if (event.startsWith('channel.') && channelId !== null) {
      const channel = await channels.findWithSecrets(channelId);
      objects.channel = channel === null ? gone(channelId) : presentChannel(channel.channel);
    }
    return objects;
  };
}

function gone(id: string): Record<string, unknown> {
  return { id, deleted: true };
}

function withoutChangedAt<T extends { readonly changedAt: unknown }>(shown: T): Omit<T, 'changedAt'> {
  const { changedAt: _, ...rest } = shown;
  return rest;
}
