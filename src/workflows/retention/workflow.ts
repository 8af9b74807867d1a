import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { createActivities } from '../../activities';
import { BATCHES_OF_A_RUN, type RetentionInput, type RetentionResult } from './messages';

/** A batch takes some seconds. It is repeated for ever: what was removed stays removed. */
const { removeDue } = proxyActivities<Pick<ReturnType<typeof createActivities>, 'removeDue'>>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  summary: 'removes words and files that are not kept any longer',
});

/** Removes what channels do not keep any longer, batch by batch, and returns how much that was. */
export async function retention({ asOf, removed }: RetentionInput = {}): Promise<RetentionResult> {
  let total = removed ?? { conversations: 0, messages: 0, files: 0 };
  for (let batch = 0; batch < BATCHES_OF_A_RUN; batch += 1) {
    const { isDone, ...some } = await removeDue(asOf === undefined ? {} : { asOf });
    total = {
      conversations: total.conversations + some.conversations,
      messages: total.messages + some.messages,
      files: total.files + some.files,
    };
    if (isDone) return total;
  }
  return continueAsNew<typeof retention>({ ...(asOf === undefined ? {} : { asOf }), removed: total });
}
