import {
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import { makeWish, type Restarted } from '../../src/temporal/make-wish';
import type { ConversationView } from '../../src/workflows/conversation/messages';

const VIEW = { version: 1 } as ConversationView;

const grpc = (code: number, details = 'details') =>
  new ServiceError('Workflow Update failed', {
    cause: Object.assign(new Error(details), { code, details, metadata: {} }),
  });
const failed = (type: string, detail?: object) =>
  new WorkflowUpdateFailedError(
    'Workflow Update failed',
    ApplicationFailure.create({ type, details: detail === undefined ? [] : [detail] }),
  );
const notFound = (message: string) => new WorkflowNotFoundError(message, 'conversation-1', undefined);
const REFUSAL = { code: 'conversation_completed' } as const;

/** A wish whose attempts end like this, one after another. */
async function wish(outcomes: readonly unknown[], restarts: readonly unknown[] = [], withinMs = 2_000) {
  const [tries, restarted] = [[...outcomes], [...restarts]];
  const result = await makeWish({
    until: Date.now() + withinMs,
    async attempt() {
      const next = tries.length > 1 ? tries.shift() : tries[0];
      if (next instanceof Error) throw next;
      return next as ConversationView;
    },
    async restart() {
      const next = restarted.shift() ?? 'none';
      if (next instanceof Error) throw next;
      return next as Restarted;
    },
  });
  return { result, left: tries.length };
}

describe('a wish', () => {
  it.each([
    ['meets a task that failed because something came in while the run ended', grpc(9)],
    ['is not looked at by the task', failed('UnprocessedUpdate')],
    ['is one too many in flight', grpc(8)],
    ['is aborted by the server', grpc(10)],
  ])('that %s is tried again', async (_name, error) => {
    expect((await wish([error, error, VIEW])).result).toEqual({ type: 'accepted', view: VIEW });
  });

  it('is unavailable if that continues until the time is up', async () => {
    expect((await wish([grpc(9)], [], 300)).result).toEqual({ type: 'unavailable' });
  });

  it('that the rules refuse is refused, at once', async () => {
    const { result, left } = await wish([failed('Refused', REFUSAL), VIEW]);
    expect([result, left]).toEqual([{ type: 'refused', refusal: REFUSAL }, 1]);
  });

  it('for a lost run restarts it, and is judged then', async () => {
    const gone = notFound('workflow not found for ID: conversation-1');
    expect((await wish([gone, VIEW], ['restarted'])).result).toEqual({ type: 'accepted', view: VIEW });
  });

  it('finds nothing open if the store has no open conversation', async () => {
    expect((await wish([notFound('workflow execution already completed')], ['none'])).result).toEqual({
      type: 'notOpen',
    });
  });

  it('that was aborted by the end of its run is judged by the next one, if there is one', async () => {
    // The server continues saying so for as long as it remembers the run.
    const aborted = notFound('workflow update was aborted by closing workflow');
    expect((await wish([aborted, aborted, VIEW], ['found', 'found'])).result).toMatchObject({
      type: 'accepted',
    });
    expect((await wish([aborted], ['none'])).result).toEqual({ type: 'notOpen' });
  });

  it('tries to restart again while Temporal is being prepared', async () => {
    const gone = notFound('workflow not found for ID: conversation-1');
    const unprepared = grpc(3, 'search attribute DuihuaState is not defined');
    expect((await wish([gone, gone, VIEW], [unprepared, 'restarted'])).result).toMatchObject({
      type: 'accepted',
    });
  });

  it('does not restart runs forever', async () => {
    const gone = notFound('workflow not found for ID: conversation-1');
    expect((await wish([gone], Array(4).fill('restarted'))).result).toEqual({ type: 'unavailable' });
  });

  it('waits for a run that another process has started, however often it ends', async () => {
    const gone = notFound('workflow execution already completed');
    const found = Array(4).fill('found');
    expect((await wish([gone, gone, gone, gone, VIEW], found)).result).toMatchObject({ type: 'accepted' });
    expect((await wish([gone], found)).result).toEqual({ type: 'notOpen' });
  });

  it('that was accepted, cut off and then refused is unanswered: the first attempt may have succeeded', async () => {
    const cutOff = failed('AcceptedUpdateCompletedWorkflow');
    expect((await wish([cutOff, failed('Refused', REFUSAL)])).result).toEqual({ type: 'unanswered' });
    expect((await wish([cutOff, notFound('workflow execution already completed')])).result).toEqual({
      type: 'unanswered',
    });
    expect((await wish([cutOff, VIEW])).result).toMatchObject({ type: 'accepted' });
  });

  it('is unavailable if Temporal or the namespace is, and unanswered if no answer came in time', async () => {
    expect((await wish([grpc(14)])).result).toEqual({ type: 'unavailable' });
    expect((await wish([new NamespaceNotFoundError('desk')])).result).toEqual({ type: 'unavailable' });
    const late = new WorkflowUpdateRPCTimeoutOrCancelledError('too late');
    expect((await wish([late])).result).toEqual({ type: 'unanswered' });
    expect((await wish([grpc(4)])).result).toEqual({ type: 'unanswered' });
  });

  it('that fails otherwise is a bug, and throws', async () => {
    await expect(wish([new TypeError('a bug')])).rejects.toThrow('a bug');
    await expect(wish([grpc(13)])).rejects.toThrow('Workflow Update failed');
  });
});
