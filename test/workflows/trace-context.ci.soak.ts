import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { ActivityInput, SignalInput, UpdateInput, WorkflowExecuteInput } from '@temporalio/workflow';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { interceptors } from '../../src/workflows/trace-context';
import { startDesk } from '../support/desk';
import { createScenario, LI } from '../support/scenario';
import { historyAtRest, replayHistories } from '../support/scenario-replay';

const HEADER = '_tracer-data';
const contextOf = (name: string): Headers => ({
  [HEADER]: defaultPayloadConverter.toPayload({ traceparent: name }),
});
const nameIn = (headers: Headers): unknown => {
  const payload = headers[HEADER];
  return payload === undefined
    ? undefined
    : defaultPayloadConverter.fromPayload<{ traceparent: string }>(payload).traceparent;
};

/** The interceptor of one run, and what its activities carry. */
function createRun() {
  const { inbound = [], outbound = [] } = interceptors();
  const [incoming] = inbound;
  const [outgoing] = outbound;
  const done = Promise.resolve();
  return {
    execute: (headers: Headers) =>
      incoming?.execute?.({ args: [], headers } satisfies WorkflowExecuteInput, async () => 'done'),
    signal: (headers: Headers) =>
      incoming?.handleSignal?.({ signalName: 'facts', args: [], headers } satisfies SignalInput, () => done),
    update: (headers: Headers, messageId?: string) =>
      incoming?.handleUpdate?.(
        {
          updateId: 'u',
          name: 'reply',
          args: messageId === undefined ? [] : [{ messageId }],
          headers,
        } satisfies UpdateInput,
        () => done,
      ),
    /** What an activity carries; `messageId`: the message that it sends. */
    activity(messageId?: string): unknown {
      let seen: Headers = {};
      const args = messageId === undefined ? [] : [{ message: { messageId } }];
      const input = {
        activityType: 'deliverMessage',
        args,
        headers: {},
        options: {},
        seq: 1,
      } as ActivityInput;
      void outgoing?.scheduleActivity?.(input, (sent) => {
        seen = sent.headers;
        return done;
      });
      return nameIn(seen);
    },
    done,
  };
}

describe('the context of a trace in a workflow', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('goes on from the last signal or update to what follows from it', () => {
    const run = createRun();
    void run.execute(contextOf('start'));
    expect(run.activity()).toBe('start');
    void run.signal(contextOf('signal'));
    expect(run.activity()).toBe('signal');
    void run.update(contextOf('update'));
    expect(run.activity()).toBe('update');
    void run.signal({});
    expect(run.activity()).toBeUndefined();
  });

  it('is not that of what a timer causes later', () => {
    const run = createRun();
    void run.signal(contextOf('signal'));
    jest.advanceTimersByTime(60_000);
    expect(run.activity()).toBe('signal');
    jest.advanceTimersByTime(1);
    expect(run.activity()).toBeUndefined();
  });

  it('stays that of the reply for the message that is sent, however late, for 64 messages', () => {
    const run = createRun();
    void run.update(contextOf('first'), 'message-1');
    void run.signal(contextOf('later'));
    jest.advanceTimersByTime(3_600_000);
    expect([run.activity('message-1'), run.activity('message-2'), run.activity()]).toEqual([
      'first',
      undefined,
      undefined,
    ]);
    for (let number = 2; number <= 65; number += 1) void run.update(contextOf('others'), `message-${number}`);
    jest.advanceTimersByTime(3_600_000);
    expect([run.activity('message-1'), run.activity('message-65')]).toEqual([undefined, 'others']);
  });

  it('adds no turn of the queue and draws no random number: both would change what a replay does', () => {
    const random = jest.spyOn(Math, 'random');
    const run = createRun();
    expect(run.signal(contextOf('signal'))).toBe(run.done);
    expect(run.update(contextOf('update'), 'message-1')).toBe(run.done);
    run.activity('message-1');
    expect(random).not.toHaveBeenCalled();
    random.mockRestore();
  });
});

describe.each([
  ['with a cache', {}],
  ['without a cache: every task is replayed', { maxCachedWorkflows: 0 }],
])('a conversation whose traces are switched on and off (%s)', (_name, options) => {
  it('is the same conversation, and its history replays', async () => {
    let isOn = false;
    const traced = <Input extends { readonly headers: Headers }>(input: Input): Input =>
      isOn ? { ...input, headers: { ...input.headers, ...contextOf('00-trace') } } : input;
    const interceptor: WorkflowClientInterceptor = {
      signal: (input, next) => next(traced(input)),
      signalWithStart: (input, next) => next(traced(input)),
      startUpdate: (input, next) => next(traced(input)),
    };
    const desk = await startDesk({ ...options, clientInterceptors: [interceptor] });
    try {
      const customer = createScenario(desk).customer();
      for (isOn of [false, true, false, true]) {
        await customer.writes(`traced: ${isOn}`);
        expect((await customer.reply('hello', { by: LI })).refusal).toBeNull();
      }
      await customer.rests();
      expect(await customer.conversations()).toHaveLength(1);
      const history = await historyAtRest(desk, conversationWorkflowId(await customer.contactId()));
      const scheduled = (history.events ?? []).flatMap(({ activityTaskScheduledEventAttributes: one }) =>
        one ? [one] : [],
      );
      const carried = scheduled.map(({ header }) => header?.fields?.[HEADER] !== undefined);
      expect(new Set(carried)).toEqual(new Set([true, false]));
      await replayHistories(desk);
    } finally {
      await desk.close();
    }
  }, 60_000);
});
