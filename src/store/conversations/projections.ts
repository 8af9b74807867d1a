import { z } from 'zod';
import type { Projection, ProjectionResult } from '../../domain/chain/projection';
import { type Batcher, createBatcher } from '../../platform/batcher';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { sql } from '../engine/sql';
import type { SendableMessage } from '../transcript/send-ledger';
import { conversationSchema } from './conversation-schema';

const BATCH = 100;
const BATCHES_AT_ONCE = 4;

const idsSchema = z.array(z.string());
const resultSchema = z.object({
  repeatedIds: idsSchema,
  withdrawnIds: idsSchema,
  begun: z
    .object({
      channelId: z.string(),
      openId: z.string(),
      type: z.string(),
      content: z.record(z.string(), z.unknown()),
    })
    .optional(),
  ahead: z
    .object({
      version: z.number(),
      conversation: conversationSchema,
      isForeign: z.boolean(),
      chain: z.object({ id: z.string(), generation: z.number(), historyLength: z.number() }).nullable(),
      isLostStep: z.boolean(),
      acceptedIds: idsSchema,
    })
    .optional(),
}) satisfies z.ZodType<WrittenProjection>;

/** A projection, and the attempt to send that begins with it if there is nothing to wait for. */
export type ProjectionToWrite = Projection & {
  readonly begins?: { readonly messageId: string; readonly attempt: number };
};

/** The result. `begun`: the attempt has begun, and this is the message to send. */
export type WrittenProjection = ProjectionResult & {
  readonly begun?: Omit<SendableMessage, 'pause' | 'troubleCode' | 'greeted'> | undefined;
};

/**
 * Writes projections: files items under their conversation, writes statuses, and the conversations themselves. One
 * statement for each batch (the function `write_projections`), so that a process that hangs halfway holds no lock.
 * Idempotent, and an older version never overwrites a newer one. A projection with an item that was filed before writes
 * nothing, and the result names the item. One whose chain does not continue the stored state writes nothing, and the
 * result holds the stored state. Each also settles messages that its workflow had accepted but no longer has
 * (docs/rules.md#37).
 */
export function createProjections({
  db,
}: Pick<Database, 'db'>): Batcher<ProjectionToWrite, WrittenProjection> {
  return createBatcher<ProjectionToWrite, WrittenProjection>({
    async run(projections) {
      const input = projections.map(({ resumed, events, ...projection }) => ({
        ...projection,
        ...(events === undefined ? {} : { events: events.map((one) => ({ ...one, rowId: newId() })) }),
        ...(resumed === undefined ? {} : { resumed: { ...resumed, rowId: newId() } }),
      }));
      const rows = await rowsOf<{ place: number; result: unknown }>(
        db,
        sql`select place, result from write_projections(${JSON.stringify(input)}::jsonb)`,
      );
      const results = new Map(rows.map((row) => [row.place, resultSchema.parse(row.result)]));
      return projections.map((_, place) => {
        const result = results.get(place);
        if (result === undefined) throw new Error('The database returned no result for a projection.');
        return result;
      });
    },
    maxSize: BATCH,
    concurrency: BATCHES_AT_ONCE,
    // One contact's projections are written one after another.
    keyOf: (projection) => projection.contactId,
  });
}
