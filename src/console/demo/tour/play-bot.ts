/** The tour's step with a bot: it answers, hands over, you answer, and it gets the conversation back. */
import type { ConversationBody } from '../../../contracts/conversations/conversation';
import { api } from '../../shared/api/client';
import { setSandboxBot } from './sandbox-bot';

const LOOK_EVERY_MS = 200;
const PATIENCE_MS = 20_000;

export async function playBot(
  openId: string,
  before: ConversationBody,
  lines: { readonly toBot: string; readonly toPerson: string; readonly personAnswer: string },
): Promise<void> {
  await setSandboxBot(before.channelId, 'rules');
  // Which bot has a conversation is decided when it begins.
  if (before.state !== 'completed') {
    const params = { id: before.id };
    if (before.state !== 'active') await api('post', '/api/v1/conversations/{id}/attend', { params });
    await api('post', '/api/v1/conversations/{id}/complete', { params });
  }
  await write(openId, lines.toBot);
  const { id } = await until(
    openId,
    ({ state, lastMessage }) => state === 'bot' && lastMessage?.sender.kind === 'bot',
  );
  await write(openId, lines.toPerson);
  await until(openId, ({ state }) => state === 'waiting');
  const params = { id };
  await api('post', '/api/v1/conversations/{id}/messages', {
    params,
    body: { type: 'text', text: lines.personAnswer },
  });
  await api('post', '/api/v1/conversations/{id}/handback', { params });
}

async function write(openId: string, text: string): Promise<void> {
  await api('post', '/api/v1/demo/phone/messages', { body: { openId, message: { type: 'text', text } } });
}

/** The contact's newest conversation, as soon as it is as it should be; as it is, if that takes too long. */
async function until(
  openId: string,
  isRight: (conversation: ConversationBody) => boolean,
): Promise<ConversationBody> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const { conversation } = await api('get', '/api/v1/demo/phone/entries', { query: { openId } });
    if (conversation !== null && (isRight(conversation) || Date.now() > giveUpAt)) return conversation;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
