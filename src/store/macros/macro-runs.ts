/** Runs of macros: what each step has made, so that a repeated request continues where the first one stopped. */
import { z } from 'zod';
import type { MacroStep } from '../../domain/macros';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { macroRuns } from '../schema/macros';
import { readSteps } from './macro-steps';

/** Who runs which macro, under which of their keys. */
export type MacroRunRequest = {
  readonly operatorId: string;
  readonly conversationId: string;
  /** The client's key; null: the run cannot be repeated. */
  readonly key: string | null;
};

export type MacroRun = {
  readonly id: string;
  readonly macroId: string;
  /** The macro's steps when the run began. */
  readonly steps: readonly MacroStep[];
  /** The results of the finished steps, in their order. */
  readonly done: readonly StepDone[];
  /** When the snooze of the next step is to end (ISO 8601), if a try of it has begun. */
  readonly snoozeUntil: string | null;
};

/**
 * `isRetry`: the next step may already be done although that is not recorded, because an earlier request broke off
 * during it.
 */
export type ClaimedRun = MacroRun & { readonly isRetry: boolean };

/** `messageId`: the message or note that the step created. */
export type StepDone = { readonly messageId?: string | undefined };

export type MacroRuns = {
  /** The run that this operator began under this key; null: there is none. */
  readonly find: (request: MacroRunRequest) => Promise<MacroRun | null>;
  /** Begins a run. If another request has just begun one under the same key, that one is returned. */
  readonly begin: (
    request: MacroRunRequest,
    macro: { readonly id: string; readonly steps: readonly MacroStep[] },
  ) => Promise<MacroRun>;
  /**
   * Claims a run for one request, and reads how far it is; null while another request has the claim. The claim expires
   * {@link CLAIM_MS} after the last recorded step.
   */
  readonly claim: (runId: string) => Promise<ClaimedRun | null>;
  /** Records when the snooze of the next step is to end, before it is made. */
  readonly planSnooze: (runId: string, until: string) => Promise<void>;
  /** Records that the next step is done, and prolongs the claim. */
  readonly record: (runId: string, done: StepDone) => Promise<void>;
  /**
   * Ends the claim: a repeat may continue at once. `unclear`: it is not known whether the step that was tried is done.
   */
  readonly release: (runId: string, ended: 'clear' | 'unclear') => Promise<void>;
};

/** A step answers within 10 s, so after this time the process that ran it is gone. */
const CLAIM_MS = 30_000;
/** As long as the idempotency keys of messages. */
const KEPT_HOURS = 48;
/** The most old runs that a new run removes, so that the table stays small without a separate sweep. */
const REMOVED_AT_ONCE = 20;

const run = namesOf(macroRuns);
const COLUMNS = sql`${run.id}, ${run.macroId}, ${run.steps}, ${run.done}, ${run.snoozeUntil}`;
const UNTIL = sql`clock_timestamp() + ${CLAIM_MS} * interval '1 millisecond'`;
const doneSchema = z.array(z.object({ messageId: z.string().optional() }));

type Row = RowOf<typeof macroRuns, 'id' | 'macroId' | 'steps' | 'done' | 'snoozeUntil'>;

/** The runs in `database`. */
export function createMacroRuns({ db }: Pick<Database, 'db'>): MacroRuns {
  const find: MacroRuns['find'] = async ({ operatorId, conversationId, key }) => {
    if (key === null) return null;
    const [row] = await rowsOf<Row>(
      db,
      sql`select ${COLUMNS} from ${macroRuns} where ${run.operatorId} = ${operatorId}
            and ${run.conversationId} = ${conversationId} and ${run.key} = ${key}`,
    );
    return row === undefined ? null : toRun(row);
  };
  return {
    find,
    async begin(request, { id: macroId, steps }) {
      const { operatorId, conversationId } = request;
      const id = newId();
      const [row] = await rowsOf<Row>(
        db,
        sql`with old as (
              delete from ${macroRuns} where ${run.id} in (
                select ${run.id} from ${macroRuns}
                where ${run.createdAt} < clock_timestamp() - ${KEPT_HOURS} * interval '1 hour'
                order by ${run.createdAt} limit ${REMOVED_AT_ONCE} for update skip locked)
            )
            insert into ${macroRuns} (${run.id}, ${run.operatorId}, ${run.conversationId}, ${run.key}, ${run.macroId},
              ${run.steps})
            values (${id}, ${operatorId}, ${conversationId}, ${request.key ?? `run ${id}`}, ${macroId},
              ${JSON.stringify(steps)}::jsonb)
            on conflict (${run.operatorId}, ${run.conversationId}, ${run.key}) do nothing returning ${COLUMNS}`,
      );
      const begun = row === undefined ? await find(request) : toRun(row);
      if (begun === null) throw new Error('A run of a macro was gone as soon as it began.');
      return begun;
    },
    async claim(runId) {
      const [row] = await rowsOf<Row & { readonly is_retry: boolean }>(
        db,
        // A claim that ran out was never released: its request broke off.
        sql`update ${macroRuns} set ${run.claimedUntil} = ${UNTIL}
            from (select ${run.id} as free_id, ${run.claimedUntil} is not null as is_retry from ${macroRuns}
              where ${run.id} = ${runId} and (${run.claimedUntil} is null or ${run.claimedUntil} < clock_timestamp())
              for update) as free
            where ${run.id} = free.free_id returning ${COLUMNS}, free.is_retry`,
      );
      return row === undefined ? null : { ...toRun(row), isRetry: row.is_retry };
    },
    async planSnooze(runId, until) {
      await db.execute(sql`update ${macroRuns} set ${run.snoozeUntil} = ${until} where ${run.id} = ${runId}`);
    },
    async record(runId, done) {
      await db.execute(
        sql`update ${macroRuns} set ${run.done} = ${run.done} || ${JSON.stringify([done])}::jsonb,
              ${run.claimedUntil} = ${UNTIL}, ${run.snoozeUntil} = null where ${run.id} = ${runId}`,
      );
    },
    async release(runId, ended) {
      const until = ended === 'clear' ? sql`null` : sql`clock_timestamp()`;
      await db.execute(
        sql`update ${macroRuns} set ${run.claimedUntil} = ${until} where ${run.id} = ${runId}`,
      );
    },
  };
}

function toRun({ id, macro_id: macroId, steps, done, snooze_until: snoozeUntil }: Row): MacroRun {
  return { id, macroId, steps: readSteps(steps), done: doneSchema.parse(done), snoozeUntil };
}
