/** Places of operators that are given away by offers. */
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { offers } from '../schema/routing';
import { type Asking, type CandidateRow, type Candidates, readCandidates } from './candidates';

export type PlaceClaim = {
  readonly conversationId: string;
  /** Which of the conversation's offers it is: the same one is claimed once, whoever it is claimed of. */
  readonly number: number;
  readonly operatorId: string;
  /** How many places the operator has; null: no limit. */
  readonly capacity: number | null;
  /** How long the place stays taken at most, in seconds. */
  readonly seconds: number;
  /** The claim is made only if they have got no offer since; left out: in any case. */
  readonly seen?: Pick<CandidateRow, 'lastOffer'>;
};

/**
 * `not_free`: the operator is not there or has no place left. `outrun`: they have got another offer than the last one that was
 * seen. `not_wanted`: somebody attends the conversation, or it knows of this claim or a later one already.
 */
export type ClaimRefusal = 'not_free' | 'outrun' | 'not_wanted';

/** Whose place the conversation has: somebody else's than was asked if the same claim was made before. */
export type Claimed = { readonly operatorId: string } | { readonly refusal: ClaimRefusal };

const f = columnsAs(offers, 'f');

/** Takes a place of an operator for a conversation, unless it has one by this claim. */
export async function claimPlace(
  { db }: Pick<Database, 'db'>,
  { conversationId, number, operatorId, capacity, seconds, seen }: PlaceClaim,
): Promise<Claimed> {
  const [row] = await rowsOf<{ given_to: string | null; refusal: ClaimRefusal | null }>(
    db,
    sql`select given_to, refusal from claim_place(${conversationId}, ${number}, ${operatorId}, ${capacity}, ${seconds},
          ${seen?.lastOffer ?? null}, ${seen !== undefined})`,
  );
  const { given_to: givenTo = null, refusal } = row ?? {};
  return givenTo === null ? { refusal: refusal ?? 'not_wanted' } : { operatorId: givenTo };
}

/** Whose place a conversation has by its offer of this number; null: nobody's, or no longer. */
export async function placeOf(
  { db }: Pick<Database, 'db'>,
  conversationId: string,
  number: number,
): Promise<string | null> {
  const [row] = await rowsOf<{ operator_id: string }>(
    db,
    sql`select ${f.operatorId} from ${offers} f where ${f.conversationId} = ${conversationId} and ${f.number} = ${number}
          and ${f.expiresAt} > clock_timestamp()`,
  );
  return row?.operator_id ?? null;
}

export type OfferClaims = {
  /** What the choice of an operator depends on; null: there is no such brand. */
  readonly candidates: (asking: Asking) => Promise<Candidates | null>;
  readonly claim: (claim: PlaceClaim) => Promise<Claimed>;
  readonly placeOf: (conversationId: string, number: number) => Promise<string | null>;
};

/** What a conversation needs to find an operator, in `database`. */
export function createOfferClaims(database: Pick<Database, 'db'>): OfferClaims {
  return {
    candidates: (asking) => readCandidates(database, asking),
    claim: (claim) => claimPlace(database, claim),
    placeOf: (conversationId, number) => placeOf(database, conversationId, number),
  };
}

/** Frees the places of offers that have expired: their conversations no longer run, or never showed them. */
export async function freeExpiredPlaces({ db }: Pick<Database, 'db'>): Promise<void> {
  // Skips locked rows: whoever locks one also locks others, in another order.
  await db.execute(
    sql`delete from ${offers} where ${offers.conversationId} in (
          select ${f.conversationId} from ${offers} f where ${f.expiresAt} <= clock_timestamp() for update skip locked)`,
  );
}
