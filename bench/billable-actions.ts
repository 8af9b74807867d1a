import type { History } from '@temporalio/common/lib/proto-utils';

type Event = NonNullable<History['events']>[number];

/** The marker of a local activity, and that of `patched`, which is not billed. */
const LOCAL_ACTIVITY = 'core_local_activity';
const PATCH = 'core_patch';
/** The search attribute that the SDK sets by itself for `patched`. */
const OF_PATCHES = 'TemporalChangeVersion';

/**
 * How many actions of Temporal Cloud a history shows (https://docs.temporal.io/evaluate/cloud/actions): starts, signals, updates,
 * timers, each try of an activity, changes of search attributes; a start by a signal is one, and so are all local activities of
 * one workflow task. Queries, and what a history does not show, are not in it.
 */
export function countBillableActions({ events }: History): number {
  const all = events ?? [];
  const tasksWithLocalActivities = new Set<string>();
  let actions = 0;
  for (const [place, event] of all.entries()) {
    const marker = event.markerRecordedEventAttributes;
    if (marker?.markerName === LOCAL_ACTIVITY)
      tasksWithLocalActivities.add(String(marker.workflowTaskCompletedEventId));
    else actions += actionsOf(event, place);
  }
  return actions + tasksWithLocalActivities.size;
}

function actionsOf(event: Event, place: number): number {
  if (event.workflowExecutionStartedEventAttributes != null) return 1;
  // The signal that started it is its second event.
  if (event.workflowExecutionSignaledEventAttributes != null) return place === 1 ? 0 : 1;
  if (event.activityTaskStartedEventAttributes != null)
    return event.activityTaskStartedEventAttributes.attempt ?? 1;
  const upserted = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  if (upserted != null) return Object.keys(upserted).some((name) => name !== OF_PATCHES) ? 1 : 0;
  const marker = event.markerRecordedEventAttributes;
  if (marker != null) return marker.markerName === PATCH ? 0 : 1;
  const isBilled =
    event.workflowExecutionUpdateAcceptedEventAttributes != null || event.timerStartedEventAttributes != null;
  return isBilled ? 1 : 0;
}
