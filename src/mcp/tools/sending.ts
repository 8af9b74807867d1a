/** The tool that reaches a contact. It needs the scope `send`. */
import { messageRoutes } from '../../contracts/conversations/message';
import { sendMessageSchema } from '../../contracts/conversations/new-message';
import { kindOfChannel } from '../../domain/channel-kinds';
import { LONGEST_TEXT_BYTES } from '../../domain/messages/message-text';
import { contractOf } from '../contract-of';
import { defineTool } from '../define-tool';
import { presentMessage } from '../present';
import { IDEMPOTENCY_KEY, type Tool } from '../tool';

const WINDOW_HOURS = kindOfChannel().message.durationMs / 3_600_000;
const [newText] = sendMessageSchema.options;
const bytes = LONGEST_TEXT_BYTES.toLocaleString('en');

export const SENDING_TOOLS: readonly Tool[] = [
  defineTool({
    name: 'send_reply',
    title: 'Send a reply to the contact',
    description: [
      'Sends a text to the contact in WeChat. It cannot be taken back. WeChat’s limits: only within the messaging window of',
      `${WINDOW_HOURS} hours (get_conversation: \`window\`), at most five messages in a row without an answer from`,
      `the contact (a channel may allow fewer: \`consecutive\`), and at most ${bytes} bytes of UTF-8 (a Chinese character is`,
      'three bytes, most emoji are four). Only the operator who attends may reply; the first reply to a conversation that',
      'nobody attends attends it. Refusals: window_closed (`since`), consecutive_limit_reached (`limit`, `sent`),',
      'attended_by_other (`operator`), conversation_completed, too_many_held (`limit`); nothing was sent then.',
      'Answers within 10 s with the message; `status` says what became of it: sent, failed, queued, held, or unknown (it may',
      'have arrived: do not send it again, let an operator decide).',
    ],
    contract: contractOf(messageRoutes, 'sendMessage'),
    id: 'conversationId',
    body: ['text', 'whenBlocked'],
    bodySchema: newText,
    required: ['text'],
    more: {
      text: { description: `Plain text, 1 to ${bytes} bytes of UTF-8.` },
      whenBlocked: {
        description:
          'reject (default): refuse if the window or the limit forbids sending now. hold: keep the message and send it by ' +
          'itself when the contact writes again.',
      },
      [IDEMPOTENCY_KEY]: {
        type: 'string',
        description:
          'A word of your choice for this one message, 1 to 255 visible ASCII characters. A repeat with the same key and ' +
          'text returns the same message and sends nothing: use it to ask again after an answer was lost.',
      },
    },
    always: { body: { type: 'text' } },
    changes: { isFinal: true, reachesPeople: true },
    present: presentMessage,
  }),
];
