/**
 * The clock on a contact's phone. Only the demo moves it, together with the clock of the contact's chain, so that the
 * times of messages fit what the contact sees. Everywhere else it is the wall clock.
 */
import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import { namesOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';

/** From `at` (epoch ms by the wall clock) on, the contact's clock is ahead by `offsetMs`. Oldest first. */
const movesSchema = z.array(z.object({ at: z.number(), offsetMs: z.number() }));
export type ClockMoves = z.infer<typeof movesSchema>;

const contact = namesOf(contacts);

/** By how much the contact's clock is ahead now: an expression on a row of `contacts`. */
export const CLOCK_OFFSET: SQL = sql`coalesce((${contacts.clockMoves} -> -1 ->> 'offsetMs')::bigint, 0)`;

/** The moves in a row of `contacts`; none if the clock was never moved. */
export function readClockMoves(value: unknown): ClockMoves {
  return value === null ? [] : movesSchema.parse(value);
}

/** What the contact's own clock showed at an instant of the wall clock; both epoch ms. */
export function atContact(at: number, moves: ClockMoves): number {
  return at + (moves.findLast((move) => move.at <= at)?.offsetMs ?? 0);
}

/** Moves the contact's clock forward by `ms`, from `at` on (epoch ms by the wall clock). */
export function moveClock(contactId: string, ms: number, at: number): SQL {
  return sql`update ${contacts} set ${contact.clockMoves} = coalesce(${contacts.clockMoves}, '[]'::jsonb)
      || jsonb_build_object('at', ${at}::bigint, 'offsetMs', ${CLOCK_OFFSET} + ${ms}::bigint)
    where ${contacts.id} = ${contactId}`;
}
