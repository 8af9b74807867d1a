import { z } from 'zod';
import { PRESENCE_EVERY_MS, PRESENCE_LASTS_MS, PRESENCE_STATES } from '../../domain/presence';
import { idParamsSchema, personSchema } from '../common';
import type { RouteContract } from '../route-contract';

export type Person = z.infer<typeof personSchema>;

const showPresenceSchema = z.strictObject({ state: z.enum(PRESENCE_STATES) }).meta({ id: 'Presence' });

const presentPeopleSchema = z
  .strictObject({
    others: z.array(z.strictObject({ operator: personSchema, state: z.enum(PRESENCE_STATES) })),
  })
  .meta({ id: 'PresentPeople' });

export type PresentPeople = z.infer<typeof presentPeopleSchema>;

/** What the event stream tells of somebody else in a conversation. */
export type PresenceBody = PresentPeople['others'][number] & { readonly conversationId: string };

export const presenceRoutes = [
  {
    id: 'showPresence',
    method: 'post',
    path: '/api/v1/conversations/{id}/presence',
    summary:
      `Tell the other operators that the caller looks at a conversation or types in it; lasts ` +
      `${PRESENCE_LASTS_MS / 1000} s, so say it again every ${PRESENCE_EVERY_MS / 1000} s. It is not kept`,
    tag: 'Conversations',
    access: 'operator',
    params: idParamsSchema,
    body: showPresenceSchema,
    answers: { 200: { description: 'Who else is there', schema: presentPeopleSchema } },
  },
] as const satisfies readonly RouteContract[];
