import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Priority } from '../../../domain/lists/urgency';
import { api } from '../../shared/api/client';
import { putConversation } from '../../shared/conversations/feed-cache';
import { useSignedInMe } from '../../shared/session/session';

export type LabelValues = { readonly priority: Priority; readonly tags: readonly string[] };

/** Saves what differs from `before`, so that what a colleague has changed meanwhile stays. The form shows failures. */
export function useSaveLabels(id: string, before: LabelValues) {
  const client = useQueryClient();
  const me = useSignedInMe();
  return useMutation({
    meta: { showsErrors: true },
    mutationFn: ({ priority, tags }: LabelValues) =>
      api('patch', '/api/v1/conversations/{id}', {
        params: { id },
        body: {
          ...(priority === before.priority ? {} : { priority }),
          ...(isSame(tags, before.tags) ? {} : { tags: [...tags] }),
        },
      }),
    onSuccess(conversation) {
      putConversation(client, conversation, me.id);
      void client.invalidateQueries({ queryKey: ['tags'] });
    },
  });
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((tag, index) => tag === other[index]);
}
