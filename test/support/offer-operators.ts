/** Operators who are offered conversations, and what they do with them. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';

/** An offer as the stored conversation shows it. */
export type ShownOffer = {
  readonly contact_id: string;
  readonly conversation_id: string;
  readonly operator_id: string;
  readonly number: number;
};

/** Every open offer that a stored conversation shows. */
export function shownOffers({ db }: Database): Promise<readonly ShownOffer[]> {
  return rowsOf<ShownOffer>(
    db,
    sql`select contact_id, id as conversation_id, snapshot #>> '{offering,offer,operatorId}' as operator_id,
          (snapshot #>> '{offering,number}')::int as number
        from conversations where state in ('waiting', 'missed') and snapshot #> '{offering,offer}' is not null`,
  );
}

/**
 * Calls `answer` once for each offer to each operator, soon after it is shown, until it is stopped; `stop` waits for the answers
 * under way and throws what one of them threw.
 */
export function answerOffers(
  database: Database,
  answer: (offer: ShownOffer) => Promise<unknown>,
): { readonly stop: () => Promise<void> } {
  const seen = new Set<string>();
  const under = new Set<Promise<unknown>>();
  const failures: unknown[] = [];
  let isStopped = false;
  const watching = (async () => {
    while (!isStopped) {
      for (const offer of await shownOffers(database).catch(() => [])) {
        const key = `${offer.conversation_id} ${offer.number}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const answering = answer(offer)
          .catch((error: unknown) => failures.push(error))
          .finally(() => under.delete(answering));
        under.add(answering);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await watching;
      await Promise.all(under);
      if (failures.length > 0) throw failures[0];
    },
  };
}
