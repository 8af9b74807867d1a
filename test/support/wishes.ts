/** For tests that make many wishes at once. */
import type { WishResult } from '../../src/temporal/conversation-client';
import { type Customer, LI, type Scenario } from './scenario';

/** The possible answers to a wish while the engine runs: done, or a refusal of the rules. */
export const kinds = (results: readonly WishResult[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const kind = result.type === 'refused' ? result.refusal.code : result.type;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
};

const NEVER_TOLD = ['unavailable', 'unanswered'];
export const neverTold = (results: readonly WishResult[]): string[] =>
  Object.keys(kinds(results)).filter((kind) => NEVER_TOLD.includes(kind));

/** A conversation that is attended. */
export async function begin(scenario: Scenario): Promise<Customer> {
  const customer = scenario.customer();
  await customer.writes();
  expect((await customer.attend(LI)).type).toBe('accepted');
  return customer;
}
