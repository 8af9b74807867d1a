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

/** What the event stream reports about another operator in a conversation. */
export type PresenceBody = PresentPeople['others'][number] & { readonly conversationId: string };

export const presenceRoutes = [
  {
    id: 'showPresence',
    method: 'post',
    path: '/api/v1/conversations/{id}/presence',
    summary:
      `Show the other operators that the caller is looking at a conversation or typing in it, for ` +
      `${PRESENCE_LASTS_MS / 1000} s; repeat it every ${PRESENCE_EVERY_MS / 1000} s. Nothing is stored`,
    tag: 'Conversations',
    access: 'operator',
    scope: 'write',
    params: idParamsSchema,
    body: showPresenceSchema,
    answers: { 200: { description: 'Who else is there', schema: presentPeopleSchema } },
  },
] as const satisfies readonly RouteContract[];
