/** The event stream (Server-Sent Events): the name of each event, and what its `data` contains as JSON. */
import { z } from 'zod';
import type { ColleagueAvailabilityBody } from '../people/availability';
import type { RouteContract } from '../route-contract';
import type { AlertBody } from './alert';
import type { ConversationBody } from './conversation';
import type { DraftChangedBody } from './draft';
import type { MessageBody } from './message';
import type { PresenceBody } from './presence';

export type StreamEvents = {
  /** From here on nothing is missed: load what you show only after this. */
  readonly ready: Record<string, never>;
  /** A conversation as it is now, with the viewer's abilities. */
  readonly conversation: ConversationBody;
  readonly message: MessageBody;
  /** An alert of the viewer, when it is made and when it is seen. */
  readonly alert: AlertBody;
  /** Someone else looks at a conversation, types in it or has left it. Has no `id` and is never repeated. */
  readonly presence: PresenceBody;
  /**
   * The viewer or a colleague has chosen a status, has come or gone, or has another capacity. Has no `id` and is never
   * repeated; not sent when somebody attends or completes, except to themselves.
   */
  readonly availability: ColleagueAvailabilityBody;
  /**
   * The viewer’s draft or the suggestion to them has changed, on whichever device: load it again. Has no `id` and is never
   * repeated.
   */
  readonly draft: DraftChangedBody;
  /** Everything about this contact was erased: drop what you show of them. */
  readonly contact_erased: { readonly contactId: string };
  /** Too much was missed, or the viewer’s brands have changed: load everything again. */
  readonly resync: Record<string, never>;
};
export type StreamEventName = keyof StreamEvents;

export const eventStreamRoutes = [
  {
    id: 'streamEvents',
    method: 'get',
    path: '/api/v1/events',
    summary:
      'Changes that the caller may see, as they happen: `conversation`, `message` and `alert` (the caller’s own) with the same bodies as the ' +
      'other routes, `presence` of other operators, `availability` of colleagues and the caller, `draft` (its conversation’s id) when the caller’s draft is to be loaded again, `contact_erased` (its `contactId`) when everything about a contact was erased and must be shown no more, `ready` when nothing will be missed from then on, `resync` when everything must be loaded again. ' +
      'An event may arrive twice.',
    tag: 'Events',
    access: 'operator',
    scope: 'read',
    isStream: true,
    headers: z.strictObject({
      'Last-Event-ID': z.string().optional().meta({
        description: 'The `id` of the last event received; what came after it is sent first.',
      }),
    }),
    answers: {
      200: { description: 'Server-Sent Events', contentType: 'text/event-stream', schema: z.string() },
    },
  },
] as const satisfies readonly RouteContract[];
