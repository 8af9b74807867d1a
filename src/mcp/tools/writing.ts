/** Tools that change something in the desk, and that the contact does not see. Each needs the scope `write`. */
import { contactRoutes } from '../../contracts/conversations/contact';
import { conversationRoutes } from '../../contracts/conversations/conversation';
import { draftRoutes } from '../../contracts/conversations/draft';
import { messageRoutes } from '../../contracts/conversations/message';
import { LONGEST_TAG, MOST_TAGS } from '../../domain/contact';
import { LONGEST_DRAFT_BYTES } from '../../domain/drafts';
import { LONGEST_NOTE } from '../../domain/messages/message-text';
import { contractOf } from '../contract-of';
import { defineTool } from '../define-tool';
import { presentContacts, presentConversation, presentDraft, presentMessage } from '../present';
import type { Tool } from '../tool';

export const WRITING_TOOLS: readonly Tool[] = [
  defineTool({
    name: 'add_note',
    title: 'Add a note',
    description: [
      `Writes a note into a conversation, also a completed one: plain text of at most ${LONGEST_NOTE} characters. Only`,
      'colleagues see it; the contact never does. `mentions` alerts operators of the conversation’s brand by their ids.',
      'Not repeatable: calling it twice writes two notes.',
    ],
    contract: contractOf(messageRoutes, 'addNote'),
    id: 'conversationId',
    body: ['text', 'mentions'],
    required: ['text'],
    changes: {},
    present: presentMessage,
  }),
  defineTool({
    name: 'tag_contact',
    title: 'Set the tags of a contact',
    description: [
      'Replaces the tags of a contact: `tags` is the complete list, so read get_contact first and include the tags that',
      `should stay. At most ${MOST_TAGS} tags of 1 to ${LONGEST_TAG} characters each.`,
    ],
    contract: contractOf(contactRoutes, 'changeContact'),
    id: 'contactId',
    body: ['tags'],
    required: ['tags'],
    changes: { isFinal: true, isRepeatable: true },
    present: presentContacts,
  }),
  defineTool({
    name: 'draft_reply',
    title: 'Suggest a reply',
    description: [
      'Suggests a reply to whoever attends the conversation: they alone see it, may edit it, and send it or not. Nothing is',
      `sent to the contact. Plain text of at most ${LONGEST_DRAFT_BYTES.toLocaleString('en')} bytes of UTF-8; an empty text`,
      'takes the suggestion back. It replaces an earlier suggestion, never what the operator is writing, and is gone once a',
      'reply is sent. If nobody attends yet, it is shown to whoever does later. The answer shows `suggestion` only if the',
      'token’s operator attends. Refused with conversation_completed.',
    ],
    contract: contractOf(draftRoutes, 'setDraft'),
    id: 'conversationId',
    body: ['text'],
    required: ['text'],
    always: { query: { for: 'attending' } },
    changes: { isRepeatable: true },
    present: presentDraft,
  }),
  defineTool({
    name: 'attend',
    title: 'Attend a conversation',
    description: [
      'The token’s operator takes a conversation that waits, was missed or is with a bot: it becomes active, and a bot',
      'stops answering. Nothing changes if they attend it already. Refused with attended_by_other (`operator`) or',
      'conversation_completed.',
    ],
    contract: contractOf(conversationRoutes, 'attendConversation'),
    id: 'conversationId',
    changes: { isRepeatable: true },
    present: presentConversation,
  }),
  defineTool({
    name: 'complete',
    title: 'Complete a conversation',
    description: [
      'Ends an attended conversation. It is final: nothing more can be sent in it, and held messages are cancelled; the',
      'contact’s next message starts a new one. Refused with not_attended, attended_by_other (`operator`) or',
      'conversation_completed.',
    ],
    contract: contractOf(conversationRoutes, 'completeConversation'),
    id: 'conversationId',
    changes: { isFinal: true },
    present: presentConversation,
  }),
  defineTool({
    name: 'transfer',
    title: 'Transfer a conversation',
    description: [
      'Hands a conversation to a colleague (`operatorId`), who is alerted, or to a group (`groupId`), in whose queue it',
      'waits: exactly one of the two. To an operator only while it is attended. `note` is a note for the receiver, which',
      'the contact does not see. Refused with not_attended, attended_by_other (`operator`) or conversation_completed.',
    ],
    contract: contractOf(conversationRoutes, 'transferConversation'),
    id: 'conversationId',
    body: ['operatorId', 'groupId', 'note'],
    more: { operatorId: { description: 'An operator of the conversation’s brand.' } },
    changes: {},
    present: presentConversation,
  }),
];
