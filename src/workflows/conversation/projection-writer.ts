import { isCancellation, patched, workflowInfo } from '@temporalio/workflow';
import type { Chain, Writer } from '../../domain/chain/chain';
import type { Projection, ProjectionResult } from '../../domain/chain/projection';
import type { Mark } from '../../domain/chain/thread-log';
import type { OutboundMessage } from '../../domain/conversation/conversation';
import { projectConversation, recordConversation } from '../activity-proxies';

/** Patches of the workflow (docs/architecture.md#changing-a-workflow). */
const RECORDS_WISHES = 'records-wishes';
const REMEMBERS_WRITER = 'remembers-writer';

type StoreAnswer = Parameters<Chain['applyResult']>[1];

/** Writes what a chain has changed to the store. */
export type ProjectionWriter = {
  /** This run, as it would write now. */
  readonly writer: () => Writer;
  /** Writes everything that is not written yet, and applies the store's answer. */
  readonly project: () => Promise<void>;
  /** Applies the store's answer to a projection that `by` made. */
  readonly applyResult: (mark: Mark, result: StoreAnswer, by: Writer) => void;
  /** Call it when a wish has changed the chain, or something else that must be in the history before it is shown. */
  readonly noteWish: () => void;
  /** Whether all wishes that changed the chain are in the history. */
  readonly isRecorded: () => boolean;
};

/**
 * Creates it for this run.
 *
 * @param settle finds out how attempts ended that another run had begun
 */
export function createProjectionWriter(
  chain: Chain,
  generation: number,
  settle: (interrupted: readonly OutboundMessage[]) => void,
): ProjectionWriter {
  const { runId, firstExecutionRunId } = workflowInfo();
  /** `historyLength` at the last wish. Until the history is longer, the wish's workflow task is not recorded. */
  let wishedAt = -1;

  const writer = (): Writer => {
    const { historyLength } = workflowInfo();
    return { now: Date.now(), runId, chain: { id: firstExecutionRunId, generation, historyLength } };
  };

  const isRecorded = (): boolean => workflowInfo().historyLength > wishedAt;

  /**
   * The writer to compare with the store's answer. The stored state has to be compared with the history as it
   * was when the projection was made: since then, the history may have grown past the stored state.
   */
  const writerOf = ({ ahead }: Pick<ProjectionResult, 'ahead'>, by: Writer): Writer =>
    ahead !== undefined && patched(REMEMBERS_WRITER) ? { ...by, now: Date.now() } : writer();

  const applyResult: ProjectionWriter['applyResult'] = (mark, result, by) =>
    settle(chain.applyResult(mark, result, writerOf(result, by)));

  /**
   * A wish is not in the history until its workflow task completes, and a local activity runs before that. So what a
   * wish changed is written by a normal activity, which starts only when the task is complete: nothing is shown that
   * could be undone (docs/architecture.md#what-holds-everywhere). A normal activity also takes over if the store is
   * unavailable, because its retries add no events.
   */
  const write = async (projection: Projection): Promise<ProjectionResult> => {
    const isSafe = isRecorded() || !patched(RECORDS_WISHES);
    if (!isSafe) return recordConversation(projection);
    try {
      return await projectConversation(projection);
    } catch (error) {
      if (isCancellation(error)) throw error;
      return recordConversation(projection);
    }
  };

  return {
    writer,
    isRecorded,
    applyResult,
    async project() {
      const mark = chain.mark();
      const by = writer();
      applyResult(mark, await write(chain.toProjection(mark, by)), by);
    },
    noteWish() {
      wishedAt = workflowInfo().historyLength;
    },
  };
}
