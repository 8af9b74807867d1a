import type { AlertBody } from '../../../contracts/conversations/alert';

/** Where the conversation of an alert is opened: beside one's own if it is one of them, else beside all. */
export function conversationAddress({
  kind,
  conversationId,
}: Pick<AlertBody, 'kind' | 'conversationId'>): string {
  const isOwn = kind === 'new_message' || kind === 'transfer' || kind === 'window_closing';
  const list = isOwn ? 'mine' : 'all';
  return `/inbox/${list}/${encodeURIComponent(conversationId)}`;
}
