import type { History } from '@temporalio/common/lib/proto-utils';
import { countEventsByPart } from '../../bench/turn-events';

type Attributes = Readonly<Record<string, unknown>>;

/** Events with the numbers that the server would have given them. */
function historyOf(...events: readonly (readonly [name: string, attributes?: Attributes])[]): History {
  return {
    events: events.map(([name, attributes = {}], index) => ({
      eventId: index + 1,
      [`${name}EventAttributes`]: attributes,
    })),
  } as unknown as History;
}
/** A workflow task whose first event has this number. */
const task = (id: number) =>
  [
    ['workflowTaskScheduled'],
    ['workflowTaskStarted', { scheduledEventId: id }],
    ['workflowTaskCompleted', { scheduledEventId: id, startedEventId: id + 1 }],
  ] as const;
const activity = (id: number, name: string, taskId: number) =>
  [
    ['activityTaskScheduled', { activityType: { name }, workflowTaskCompletedEventId: taskId }],
    ['activityTaskStarted', { scheduledEventId: id }],
    ['activityTaskCompleted', { scheduledEventId: id, startedEventId: id + 1 }],
  ] as const;
const timer = (seconds: number, taskId: number) =>
  ['timerStarted', { startToFireTimeout: { seconds }, workflowTaskCompletedEventId: taskId }] as const;

test('a turn is what happens between the message and its delivery', () => {
  const history = historyOf(
    ['workflowExecutionStarted'],
    ['workflowExecutionSignaled'],
    ...task(3),
    ['markerRecorded', { workflowTaskCompletedEventId: 5 }],
    timer(3_600, 5),
    timer(1, 5),
    ['timerFired', { startedEventId: 8 }],
    ...task(10),
    ['markerRecorded', { workflowTaskCompletedEventId: 12 }],
    ...activity(14, 'askBot', 12),
    ...task(17),
    ...activity(20, 'deliverMessage', 19),
    ...task(23),
    ['upsertWorkflowSearchAttributes', { workflowTaskCompletedEventId: 25 }],
  );
  expect(countEventsByPart(history, 'deliverMessage')).toEqual({
    messages: 5,
    turns: 12,
    deliveries: 7,
    other: 2,
  });
});

test('a task belongs to the first event that it is for', () => {
  const history = historyOf(
    ['workflowExecutionSignaled'],
    ...task(2),
    timer(1, 4),
    ['workflowExecutionSignaled'],
    ['timerFired', { startedEventId: 5 }],
    ...task(8),
  );
  expect(countEventsByPart(history, 'deliverMessage')).toEqual({
    messages: 8,
    turns: 2,
    deliveries: 0,
    other: 0,
  });
});
