/**
 * The clock on a contact's phone. Only the demo moves it (and the clock of the contact's chain by the same time), so
 * that what is shown of a message is when it was written for who reads it. Everywhere else it is the wall clock.
 */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';

/** From `at` (epoch ms by the wall clock) on, the contact's clock is ahead by `offsetMs`. Oldest first. */
const movesSchema = z.array(z.object({ at: z.number(), offsetMs: z.number() }));
export type ClockMoves = z.infer<typeof movesSchema>;

/** By how much the contact's clock is ahead now: an expression on a row of `contacts`. */
export const CLOCK_OFFSET: SQL = sql`coalesce((contacts.clock_moves -> -1 ->> 'offsetMs')::bigint, 0)`;

/** What a row holds; none where the clock was never moved. */
export function readClockMoves(value: unknown): ClockMoves {
  return value === null ? [] : movesSchema.parse(value);
}

/** An instant of the wall clock as the contact's own clock showed it; both epoch ms. */
export function atContact(at: number, moves: ClockMoves): number {
  return at + (moves.findLast((move) => move.at <= at)?.offsetMs ?? 0);
}

/** Moves the contact's clock on by `ms`, from `at` (epoch ms by the wall clock) on. */
export function moveClock(contactId: string, ms: number, at: number): SQL {
  return sql`update contacts set clock_moves = coalesce(clock_moves, '[]'::jsonb)
      || jsonb_build_object('at', ${at}::bigint, 'offsetMs', ${CLOCK_OFFSET} + ${ms}::bigint)
    where id = ${contactId}`;
}
