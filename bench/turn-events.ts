/** What each part of a conversation with a bot adds to the history of its workflow. */
import type { History } from '@temporalio/common/lib/proto-utils';

/**
 * `messages`: a signal of the contact's message and the workflow task that applies it. `deliveries`: the activity that
 * sends, and the task after it. `turns`: everything else that a turn of the bot needs. `other`: what is left, such as the
 * start and the timers for deadlines.
 */
export type Part = 'messages' | 'turns' | 'deliveries' | 'other';

type Event = NonNullable<History['events']>[number];
/** The fields by which one event names another. */
type Links = { readonly [Name in (typeof LINKS)[number]]?: unknown };

/** Those that come first count: the end of an activity also names the task that scheduled it. */
const LINKS = ['scheduledEventId', 'startedEventId', 'workflowTaskCompletedEventId'] as const;
/** A turn begins after a pause of the contact of at most so many seconds; the timers for deadlines run longer. */
const LONGEST_PAUSE_S = 3;

/**
 * Counts the events of a history by what caused them. A workflow task, with all that it records, belongs to the first
 * event since the task before.
 *
 * @param deliverName the name of the activity that sends
 */
export function countEventsByPart({ events }: History, deliverName: string): Readonly<Record<Part, number>> {
  const counts: Record<Part, number> = { messages: 0, turns: 0, deliveries: 0, other: 0 };
  const parts = new Map<number, Part>();
  let next: Part | null = null;
  for (const event of events ?? []) {
    const isTask = event.workflowTaskScheduledEventAttributes != null;
    const part: Part = isTask ? (next ?? 'other') : partOf(event, parts, deliverName);
    if (isTask) next = null;
    else if (causesTask(event)) next ??= part;
    parts.set(Number(event.eventId), part);
    counts[part] += 1;
  }
  return counts;
}

function partOf(event: Event, parts: ReadonlyMap<number, Part>, deliverName: string): Part {
  if (event.workflowExecutionSignaledEventAttributes != null) return 'messages';
  const activity = event.activityTaskScheduledEventAttributes;
  if (activity != null) return activity.activityType?.name === deliverName ? 'deliveries' : 'turns';
  const timer = event.timerStartedEventAttributes;
  if (timer != null) {
    return Number(timer.startToFireTimeout?.seconds ?? 0) <= LONGEST_PAUSE_S ? 'turns' : 'other';
  }
  const links = linksOf(event);
  const link = LINKS.find((name) => Number(links[name] ?? 0) > 0);
  return (link === undefined ? undefined : parts.get(Number(links[link]))) ?? 'other';
}

/** Whether the workflow has to do something because of it. */
function causesTask(event: Event): boolean {
  return [
    event.workflowExecutionSignaledEventAttributes,
    event.activityTaskCompletedEventAttributes,
    event.timerFiredEventAttributes,
  ].some((attributes) => attributes != null);
}

function linksOf(event: Event): Links {
  const [, attributes] = Object.entries(event).find(([name]) => name.endsWith('EventAttributes')) ?? [];
  return (attributes ?? {}) as Links;
}
