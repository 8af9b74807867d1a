import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  continueAsNew,
  ParentClosePolicy,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { type LaneResult, Lanes, type LaneWork } from '../../domain/webhooks/lanes';
import {
  type EndpointInput,
  LATE_DELIVERY_WORKFLOW,
  type LateDeliveryInput,
  LONGEST_HISTORY,
  lateDeliveryWorkflowId,
  wakeSignal,
} from './messages';
import { isRunOld, proxyWebhooks } from './webhook-proxies';

/** With nothing to do it ends after this time: starting it costs more than waiting. */
const LINGERS_MS = 60_000;

/**
 * Delivers the events of one endpoint: takes them from the store in their order, gives them to the lanes, and lets those that
 * fail for long wait alone. It holds sequences and ids of threads only. What it knows is in the store as well, so a
 * run that is lost costs nothing: the next chain of runs takes all that is open.
 */
export async function endpoint(input: EndpointInput): Promise<void> {
  const { webhookId, state, rollAfterEvents = LONGEST_HISTORY } = input;
  const { takeEvents, deliverEvents } = proxyWebhooks();
  const chain = workflowInfo().firstExecutionRunId;
  const lanes = new Lanes(state?.queue);
  let taking = state?.taking ?? 0;
  let isWoken = true;
  let isTaking = false;
  let isOff = false;
  let hasMoved = false;
  let failure: { readonly error: unknown } | null = null;
  setHandler(wakeSignal, () => {
    isWoken = true;
  });

  /** Runs beside the loop, which goes on when it ends. */
  const aside = (work: () => Promise<void>): void => {
    void work()
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        hasMoved = true;
      });
  };
  const take = async (): Promise<void> => {
    isTaking = true;
    isWoken = false;
    taking += 1;
    const tailsOf = lanes.withoutHead;
    const taken = await takeEvents({ webhookId, chain, taking, limit: lanes.room, tailsOf });
    isTaking = false;
    if (taken === null) {
      isOff = true;
      return;
    }
    lanes.goOn(tailsOf);
    lanes.add(taken.events);
    if (taken.hasMore) isWoken = true;
  };
  const deliver = async (work: LaneWork): Promise<void> => {
    const result = await deliverEvents({ webhookId, work, now: Date.now() });
    const results: LaneResult[] = [];
    for (const { thread, sequence, cycle, retryAt, isAlone } of result.tried) {
      if (isAlone && retryAt !== null && cycle !== null)
        await goOnAlone({ webhookId, sequence, cycle, at: retryAt });
      results.push({ thread, sequence, cycle, retryAt: isAlone ? null : retryAt });
    }
    if (result.isOverloaded) lanes.slowDown();
    lanes.speedUp(result.successes);
    lanes.settle(work, results);
    if (result.isOff) isOff = true;
  };
  const mayTake = (): boolean => !isTaking && lanes.hasRoom && (isWoken || lanes.withoutHead.length > 0);
  const isOld = (): boolean => isRunOld(rollAfterEvents);
  const isAtRest = (): boolean => !isTaking && !lanes.isBusy;

  while (!isOff) {
    hasMoved = false;
    if (!isOld()) {
      if (mayTake()) aside(take);
      for (let work = lanes.take(Date.now()); work !== null; work = lanes.take(Date.now())) {
        const given = work;
        aside(() => deliver(given));
      }
    } else if (isAtRest()) {
      const next: EndpointInput = { ...input, state: { queue: lanes.toState(), taking } };
      await continueAsNew<typeof endpoint>(next);
    }
    const isIdle = lanes.isEmpty && !isTaking;
    const nextAt = isOld() ? null : lanes.nextAt(Date.now());
    const waitsMs = isIdle ? LINGERS_MS : nextAt === null ? null : Math.max(1, nextAt - Date.now());
    // A signal may be what makes the run old.
    const isReady = (): boolean => hasMoved || failure !== null || (isOld() ? isAtRest() : mayTake());
    const isInTime =
      waitsMs === null ? await condition(isReady).then(() => true) : await condition(isReady, waitsMs);
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    // The server does not let a run end while a signal is waiting for it.
    if (!isInTime && isIdle && !isWoken) return;
  }
  // Disabled or gone: what is under way ends, what waits stays in the store.
  await condition(isAtRest);
}

/** Starts the workflow that waits for the next try of a delivery whose conversation goes on without it; it outlives this run. */
async function goOnAlone(input: LateDeliveryInput): Promise<void> {
  try {
    await CancellationScope.nonCancellable(() =>
      startChild(LATE_DELIVERY_WORKFLOW, {
        workflowId: lateDeliveryWorkflowId(input),
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
      }),
    );
  } catch (error) {
    // A repetition of the same result.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
