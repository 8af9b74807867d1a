import type { QueryClient } from '@tanstack/react-query';

/** The key of the mutations that send to a conversation. */
export const sendKey = (conversationId: string) => ['send', conversationId] as const;

/** The conversations to which something is being sent: they count as answered. */
export function sendingNow(client: QueryClient): ReadonlySet<unknown> {
  const [name] = sendKey('');
  const sending = client.getMutationCache().findAll({ mutationKey: [name], status: 'pending' });
  return new Set(sending.map(({ options }) => options.mutationKey?.[1]));
}
