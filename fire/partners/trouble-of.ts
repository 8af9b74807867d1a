import type { PlannedFault } from '../plan';
import type { Trouble } from './partner';

/** A bot is given 10 s to answer, an endpoint 15 s: some slow answers are in time, most are not. */
const SLOWEST_MS = 18_000;
const STATUSES = [500, 502, 503, 429] as const;
/** Not JSON, half of it, JSON that is no answer, an answer that says nothing, and a message that is none. */
const GARBAGE = ['<html>', '{"messages": [{"ty', '[]', '{}', '{"messages": [{"type": "text"}]}'] as const;

/** What is wrong with a bot or an endpoint during this fault. */
export function troubleOf({ kind, draw }: PlannedFault): Trouble {
  switch (kind) {
    case 'down':
    case 'cut-answers':
      return { type: kind };
    case 'slow-answers':
      return { type: kind, ms: Math.round(draw * SLOWEST_MS) };
    case 'http-errors':
      return {
        type: kind,
        status: STATUSES[Math.floor(draw * STATUSES.length)] ?? 500,
        retryAfterSeconds: (draw * 8) % 1 < 0.5 ? null : 2,
      };
    case 'garbage':
      return { type: kind, body: GARBAGE[Math.floor(draw * GARBAGE.length)] ?? '' };
    default:
      throw new Error(`There is no fault ${kind} of a partner.`);
  }
}
