import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { MeBody } from '../../../contracts/people/session';
import { useStreamEvents } from '../events/event-stream';
import { putConversation, putMessage, reloadAll } from './feed-cache';
import { keys } from './keys';

/** Feeds the cache from the event stream. */
export function LiveCache({ me }: { readonly me: MeBody }) {
  const client = useQueryClient();
  const hasBegun = useRef(false);
  useStreamEvents((event) => {
    switch (event.name) {
      case 'conversation':
        return putConversation(client, event.data, me.id);
      case 'message':
        // A message that waits for its channel: everybody sees why at once.
        if (event.data.status === 'queued' && event.data.error !== undefined) {
          void client.invalidateQueries({ queryKey: keys.alarms });
        }
        return putMessage(client, event.data);
      case 'ready':
        // What was loaded before the stream began may have missed a change; a later stream resumes where it was.
        if (!hasBegun.current) reloadAll(client);
        hasBegun.current = true;
        return;
      case 'resync':
        return reloadAll(client);
      case 'presence':
        // Kept by who shows it (conversation/use-presence.ts): it is gone in seconds.
        return;
      default:
        return event satisfies never;
    }
  });
  return null;
}
