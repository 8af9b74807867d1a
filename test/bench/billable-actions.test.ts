import type { History } from '@temporalio/common/lib/proto-utils';
import { countBillableActions } from '../../bench/billable-actions';

const historyOf = (...events: readonly (readonly [name: string, attributes?: object])[]): History =>
  ({
    events: events.map(([name, attributes = {}], index) => ({
      eventId: index + 1,
      [`${name}EventAttributes`]: attributes,
    })),
  }) as unknown as History;

test('a start by a signal is one action, like every other signal, update and timer', () => {
  const history = historyOf(
    ['workflowExecutionStarted'],
    ['workflowExecutionSignaled'],
    ['workflowTaskScheduled'],
    ['timerStarted'],
    ['timerCanceled'],
    ['workflowExecutionSignaled'],
    ['workflowExecutionUpdateAccepted'],
    ['workflowExecutionUpdateCompleted'],
    ['workflowExecutionCompleted'],
  );
  expect(countBillableActions(history)).toBe(4);
});

test('an activity is an action for each try; local activities of one workflow task are one together', () => {
  const local = { markerName: 'core_local_activity', workflowTaskCompletedEventId: 4 };
  const history = historyOf(
    ['workflowExecutionStarted'],
    ['markerRecorded', local],
    ['markerRecorded', local],
    ['markerRecorded', { ...local, workflowTaskCompletedEventId: 9 }],
    ['activityTaskScheduled'],
    ['activityTaskStarted', { attempt: 3 }],
    ['activityTaskCompleted'],
  );
  expect(countBillableActions(history)).toBe(1 + 2 + 3);
});

test('a patch is no action, a search attribute is', () => {
  const upsert = (name: string) =>
    ['upsertWorkflowSearchAttributes', { searchAttributes: { indexedFields: { [name]: {} } } }] as const;
  const history = historyOf(
    ['workflowExecutionStarted'],
    ['markerRecorded', { markerName: 'core_patch' }],
    upsert('TemporalChangeVersion'),
    upsert('DuihuaState'),
  );
  expect(countBillableActions(history)).toBe(2);
});
