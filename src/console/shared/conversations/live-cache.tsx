import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { MeBody } from '../../../contracts/people/session';
import { loadAgain } from '../api/after-loading';
import { putAvailability } from '../availability/availability';
import { useStreamEvents } from '../events/event-stream';
import { dropContact, putMessage, putStreamed, reloadAll } from './feed-cache';
import { keys } from './keys';

/** Updates the cache from the event stream. */
export function LiveCache({ me }: { readonly me: MeBody }) {
  const client = useQueryClient();
  const hasBegun = useRef(false);
  useStreamEvents((event) => {
    switch (event.name) {
      case 'conversation':
        return putStreamed(client, event.data, me.id);
      case 'message':
        // When a message waits for its channel, everyone should see the reason at once.
        if (event.data.status === 'queued' && event.data.error !== undefined) {
          loadAgain(client, keys.alarms);
        }
        return putMessage(client, event.data);
      case 'ready':
        // Data loaded before the stream began may miss a change. A later stream resumes where the last one stopped.
        if (!hasBegun.current) reloadAll(client);
        hasBegun.current = true;
        return;
      case 'contact_erased':
        return dropContact(client, event.data.contactId);
      case 'resync':
        return reloadAll(client);
      case 'alert':
        // Kept by the bell (ringing/alerts/use-alerts.ts).
        return;
      case 'presence':
        // The component that shows it keeps it (conversation/use-presence.ts): it is valid for seconds only.
        return;
      case 'draft':
        // The composer that is open loads it (conversation/composer/draft/use-draft-sync.ts).
        return;
      case 'availability':
        return putAvailability(client, event.data, me.id);
      default:
        return event satisfies never;
    }
  });
  return null;
}
