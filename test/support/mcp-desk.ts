/** What the tests of the MCP server share: a desk with one conversation, and clients for tokens of any scopes. */
import type { TokenScope } from '../../src/domain/token-scopes';
import type { TestOperator } from './administration-app';
import type { ConversationApp } from './conversation-app';

export const READING_TOOLS = [
  'list_conversations',
  'get_conversation',
  'read_transcript',
  'search',
  'list_contacts',
  'get_contact',
];
export const WRITING_TOOLS = ['add_note', 'tag_contact', 'draft_reply', 'attend', 'complete', 'transfer'];

export type McpDesk = {
  readonly brandId: string;
  readonly channelId: string;
  readonly conversationId: string;
  readonly contactId: string;
  /** A member of the brand, with a token for all that they may. */
  readonly anna: TestOperator;
};

/** A brand with a channel, in which a contact has written. */
export async function mcpDesk(app: ConversationApp, text = '你好'): Promise<McpDesk> {
  const { brandId, channelId } = await app.channel();
  const { conversationId, contactId } = await app.receive(channelId, text);
  await app.host.idle();
  return { brandId, channelId, conversationId, contactId, anna: await app.operator([brandId]) };
}

/** A token of an operator that may do only this. */
export async function tokenOf(
  app: ConversationApp,
  { id: operatorId }: TestOperator,
  scopes: readonly TokenScope[],
): Promise<string> {
  const { secret } = await app.deps.apiTokens.create({ operatorId, name: 'assistant', scopes });
  return secret;
}
