/** The checker of `npm run fire`: a history in which all is well, and one for each promise that can be broken. */
import { judge } from '../../fire/check/judge';
import type { Heard, RunHistory } from '../../fire/history';
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { MessageBody } from '../../src/contracts/conversations/message';
import {
  at,
  call,
  conversation,
  delivery,
  fault,
  history,
  iso,
  operation,
  ours,
  own,
  row,
} from '../support/fire-history';

const kinds = (of: RunHistory): string[] => judge(of).violations.map(({ kind }) => kind);

describe('the checker of fire', () => {
  test('finds nothing if all is well, and counts', () => {
    const { violations, figures } = judge(history());
    expect(violations).toEqual([]);
    expect(figures).toMatchObject({
      offered: 1,
      acknowledged: 1,
      shown: 1,
      replies: 1,
      accepted: 1,
      reached: 1,
      shownMedianMs: 1_000,
      shownP99Ms: 1_000,
    });
  });

  test('what a clock that was off has noted is no time from receipt to showing', () => {
    const rows = [row(1, 'a', { createdAt: iso(-3_600) }), ours(2, 'b')];
    expect(judge(history({}, { rows })).figures).toMatchObject({ shownMedianMs: 3_602_000 });
    const injected = [fault('clock', 'api-2', 0, 3)];
    expect(judge(history({ injected }, { rows })).figures).toMatchObject({ shownMedianMs: 0 });
  });

  test('lost, doubled, and written by nobody', () => {
    expect(kinds(history({}, { rows: [ours(2, 'b')] }))).toEqual(['lost']);
    expect(kinds(history({}, { rows: [row(1, 'a'), ours(2, 'b'), row(3, 'a')] }))).toEqual(['doubled']);
    expect(kinds(history({}, { rows: [row(1, 'a'), ours(2, 'b'), row(3, 'x')] }))).toEqual(['invented']);
  });

  test('what the webhook did not acknowledge may be there or not', () => {
    const reply = operation('reply', 'b');
    for (const outcome of ['failed', 'unknown'] as const) {
      const operations = [operation('write', 'a', { outcome }), reply];
      expect(kinds(history({ operations }))).toEqual([]);
      expect(kinds(history({ operations }, { rows: [ours(2, 'b')] }))).toEqual([]);
    }
  });

  test('sent twice; shown as sent, and not sent; sent, and not shown', () => {
    expect(kinds(history({ calls: [call('b'), call('b')] }))).toEqual(['sent twice']);
    expect(kinds(history({ calls: [] }))).toEqual(['shown as sent, not sent']);
    const rows = [row(1, 'a')];
    const operations = [operation('write', 'a')];
    expect(kinds(history({ operations }, { rows }))).toEqual(['sent, not shown']);
    expect(kinds(history({}, { rows: [row(1, 'a'), ours(2, 'b', 'failed')] }))).toEqual(['sent, not shown']);
  });

  test('what leaves after the timeline was read is not missed in it', () => {
    const rows = [row(1, 'a')];
    const operations = [operation('write', 'a')];
    expect(kinds(history({ operations, calls: [call('b')] }, { rows, readAt: at(1) }))).toEqual([]);
    expect(kinds(history({ operations }, { rows, readAt: at(3) }))).toEqual(['sent, not shown']);
  });

  test('a reply that was given up has another row if it is asked for again', () => {
    const givenUp = { ...ours(2, 'b', 'failed'), error: { code: 'unavailable', detail: '' } } as MessageBody;
    expect(kinds(history({}, { rows: [row(1, 'a'), givenUp, ours(3, 'b')] }))).toEqual([]);
    expect(kinds(history({}, { rows: [row(1, 'a'), givenUp, ours(3, 'b'), ours(4, 'b')] }))).toContain(
      'reply doubled',
    );
  });

  test('accepted, and not shown; refused, and there; asked twice, and two rows', () => {
    expect(kinds(history({ calls: [] }, { rows: [row(1, 'a')] }))).toEqual(['accepted, not shown']);
    const operations = [operation('write', 'a'), operation('reply', 'b', { outcome: 'failed', status: 409 })];
    expect(kinds(history({ operations }))).toEqual(['refused, and there']);
    expect(kinds(history({}, { rows: [row(1, 'a'), ours(2, 'b'), ours(3, 'b', 'failed')] }))).toContain(
      'reply doubled',
    );
  });

  test('stuck in a passing state, but for a channel that WeChat has paused', () => {
    for (const status of ['queued', 'sending'] as const) {
      const seen = { rows: [row(1, 'a'), ours(2, 'b', status)] };
      expect(kinds(history({ calls: [] }, seen))).toContain('stuck');
    }
    const queued = { rows: [row(1, 'a'), ours(2, 'b', 'queued')] };
    expect(kinds(history({ calls: [], pausedChannelIds: ['ch1'] }, queued))).toEqual([]);
  });

  test('held, although the rules allow sending', () => {
    const rows = [row(1, 'a'), ours(2, 'b', 'held')];
    expect(kinds(history({ calls: [] }, { rows }))).toEqual(['held for nothing']);
    const full = [conversation({ consecutive: { sent: 5, limit: 5 } })];
    const seen = { rows, conversations: [full, full], own: { ...own, sent: 5 } };
    expect(kinds(history({ calls: [] }, seen))).toEqual([]);
    const closed = [conversation({ window: { open: false } })];
    expect(kinds(history({ calls: [] }, { rows, conversations: [closed, closed] }))).toEqual([]);
  });

  test('a sixth message in a row', () => {
    const texts = ['1', '2', '3', '4', '5', '6'];
    const operations = [operation('write', 'a'), ...texts.map((text) => operation('reply', text))];
    const rows = [row(1, 'a'), ...texts.map((text, index) => ours(index + 2, text))];
    const calls = texts.map((text, index) => call(text, { at: at(2 + index) }));
    expect(kinds(history({ operations, calls }, { rows }))).toEqual(['over the limit']);
    // WeChat has counted a message at some time until its deliveries were over: before the sixth, for example.
    const writes = operations.map((one) => (one.text === 'a' ? { ...one, endedAt: at(6) } : one));
    expect(kinds(history({ operations: writes, calls }, { rows }))).toEqual([]);
  });

  test('out of order, not marked late, and shown differently by the processes', () => {
    const operations = [operation('write', 'a'), operation('reply', 'b'), operation('reply', 'c')];
    const rows = [row(1, 'a'), ours(2, 'b'), ours(3, 'c')];
    expect(kinds(history({ operations, calls: [call('c'), call('b')] }, { rows }))).toEqual(['out of order']);
    // It lay on the way when the desk gave it up.
    const onItsWay = {
      operations,
      calls: [call('c'), call('b')],
      injected: [fault('hole', 'worker-1~wechat', 0, 3)],
    };
    const givenUp = { rows: [row(1, 'a'), ours(2, 'b', 'unknown'), ours(3, 'c')] };
    expect(kinds(history(onItsWay, givenUp))).toEqual([]);
    const writes = [operation('write', 'a'), operation('write', 'z'), operation('reply', 'b')];
    const late = (mark: object) => [
      row(1, 'a', { wechatCreatedAt: iso(5) }),
      ours(2, 'b'),
      row(3, 'z', mark),
    ];
    expect(kinds(history({ operations: writes }, { rows: late({}) }))).toEqual(['not marked late']);
    expect(kinds(history({ operations: writes }, { rows: late({ late: true }) }))).toEqual([]);
    // The mark compares within a conversation.
    const next = [conversation({ id: 'c0', state: 'completed' }), conversation()];
    const across = {
      rows: [row(1, 'a', { conversationId: 'c0', wechatCreatedAt: iso(5) }), row(2, 'z'), ours(3, 'b')],
      conversations: [next, next],
    };
    expect(kinds(history({ operations: writes }, across))).toEqual([]);
    const transcripts = [[row(1, 'a'), ours(2, 'b')], [row(1, 'a')]];
    expect(kinds(history({}, { transcripts }))).toEqual(['readings differ']);
  });

  test('two open conversations, and one whose completion was forgotten', () => {
    const two = [conversation({ id: 'c0' }), conversation()];
    expect(kinds(history({}, { conversations: [two, two] }))).toEqual(['two open']);
    const operations = [operation('write', 'a'), operation('reply', 'b'), operation('complete', null)];
    expect(kinds(history({ operations }))).toEqual(['press forgotten']);
  });

  test('a reply that waited when its conversation was completed may move on, and into no other one', () => {
    const begun = (id: string, minute: number, state: string) =>
      conversation({
        id,
        state,
        startedAt: iso(60 * minute),
        completedAt: state === 'completed' ? iso(120) : null,
      });
    const operations = [
      operation('write', 'a'),
      operation('write', 'z'),
      operation('write', 'next'),
      operation('reply', 'b'),
    ];
    const rows = [
      row(1, 'a', { conversationId: 'c1' }),
      { ...ours(2, 'b'), conversationId: 'c2' },
      row(3, 'z', { conversationId: 'c1' }),
      row(4, 'next', { conversationId: 'c2' }),
    ];
    const seen = (list: ConversationBody[]) => ({
      rows,
      conversations: [list, list],
      own: { ...own, id: 'c2' },
    });
    const later = [begun('c1', 1, 'completed'), begun('c2', 3, 'active')];
    expect(kinds(history({ operations }, seen(later)))).toEqual([]);
    const earlier = [begun('c2', 0, 'active'), begun('c1', 1, 'completed')];
    expect(kinds(history({ operations }, seen(earlier)))).toEqual(['mixed']);
    const elsewhere = operations.map((one) => ({ ...one, conversationId: 'c2' }));
    expect(kinds(history({ operations: elsewhere }, seen(later)))).toEqual(['mixed']);
  });

  test('the open conversation is the one to compare, also if a delayed message began it', () => {
    const over = conversation({ id: 'c0', state: 'completed', startedAt: iso(50), completedAt: iso(60) });
    const open = conversation({ startedAt: iso(10), completedAt: null });
    expect(
      kinds(
        history(
          {},
          {
            conversations: [
              [open, over],
              [over, open],
            ],
          },
        ),
      ),
    ).toEqual([]);
  });

  test('what a process shows is not what the workflow says', () => {
    expect(kinds(history({}, { own: { ...own, sent: 2 } }))).toEqual(['shown is not own state']);
    expect(kinds(history({}, { own: { ...own, operatorId: null } }))).toEqual(['shown is not own state']);
    expect(kinds(history({}, { own: 'silent' }))).toEqual(['shown is not own state']);
    const behind = [[conversation()], [conversation({ state: 'waiting' })]];
    expect(kinds(history({}, { conversations: behind }))).toEqual(['shown is not own state']);
  });

  test('uncertainty is allowed only where something was hurt', () => {
    const unknown = { rows: [row(1, 'a'), ours(2, 'b', 'unknown')] };
    expect(kinds(history({}, unknown))).toEqual(['uncertain without cause']);
    expect(kinds(history({ injected: [fault('kill', 'api-1', 0, 3)] }, unknown))).toEqual([
      'uncertain without cause',
    ]);
    expect(kinds(history({ injected: [fault('kill', 'worker-1', 0, 3)] }, unknown))).toEqual([]);
    // WeChat says that it did not take the message.
    for (const kind of ['busy', 'limit', 'lost-tokens']) {
      const injected = [fault(kind, 'wechat', 0, 3)];
      expect([kind, kinds(history({ injected }, unknown))]).toEqual([kind, ['uncertain without cause']]);
    }
    expect(kinds(history({ injected: [fault('cut-answers', 'wechat', 0, 3)] }, unknown))).toEqual([]);
    const cut = [operation('write', 'a'), operation('reply', 'b', { outcome: 'unknown', status: null })];
    expect(kinds(history({ operations: cut }))).toEqual(['uncertain without cause']);
    const refused = [operation('write', 'a'), operation('reply', 'c', { outcome: 'failed', status: 503 })];
    const one = { rows: [row(1, 'a')], conversations: [[conversation()], [conversation()]] };
    expect(kinds(history({ operations: refused, calls: [] }, one))).toEqual(['refused without cause']);
    const injected = [fault('cut-line', 'api-1~postgres', 0, 3)];
    expect(kinds(history({ operations: refused, calls: [], injected }, one))).toEqual([]);
  });

  test('an answer to WeChat that comes too late, unless the answering process itself was hurt', () => {
    const deliveries = [delivery(6_000)];
    expect(kinds(history({ deliveries }))).toEqual(['late webhook answer']);
    const behind = [fault('hole', 'api-1~postgres', 0, 30)];
    expect(kinds(history({ deliveries, injected: behind }))).toEqual(['late webhook answer']);
    expect(kinds(history({ deliveries, injected: [fault('stop', 'api-1', 0, 30)] }))).toEqual([]);
    expect(kinds(history({ deliveries, injected: [fault('kill', 'wechat', 0, 30)] }))).toEqual([]);
    // What WeChat does to our calls says nothing about how long it waits for our answers.
    for (const kind of ['slow-answers', 'busy', 'down']) {
      const injected = [fault(kind, 'wechat', 0, 30)];
      expect([kind, kinds(history({ deliveries, injected }))]).toEqual([kind, ['late webhook answer']]);
    }
  });

  test('a late answer is only counted if other programs wanted the cores before the run', () => {
    const deliveries = [delivery(6_000), delivery(5_500), delivery(400)];
    const others = history({ deliveries, busyBefore: 2 });
    expect(kinds(others)).toEqual([]);
    expect(judge(others).figures).toMatchObject({ lateAnswers: 2, slowestUnexcusedAnswerMs: 6_000 });
    // The desk's own programs are the run.
    expect(kinds(history({ deliveries, busiest: 4, busyBefore: 0.1 }))).toEqual([
      'late webhook answer',
      'late webhook answer',
    ]);
    expect(kinds(history({ deliveries, busiest: 4 }))).toEqual([]);
  });

  test('a contact who was not at rest minutes after the last fault', () => {
    expect(kinds(history({ restless: ['o1'] }))).toEqual(['stuck']);
  });

  test('how much of the time uncertainty would have had no excuse', () => {
    const calm = (injected: RunHistory['injected']): number => {
      const whole = history({ injected, startedAt: at(0), loadEndedAt: at(1_000) });
      return judge(whole).figures.calmShare;
    };
    expect(calm([])).toBe(1);
    // Until 90 s after its end a send may be uncertain.
    expect(calm([fault('kill', 'worker-1', 0, 110)])).toBeCloseTo(0.8, 2);
    expect(calm([fault('kill', 'worker-1', 0, 1_000)])).toBe(0);
  });

  test('what event streams did not tell: the last change of a row, unless everything had to be loaded again', () => {
    const told = (more: Partial<Heard>): string[] => {
      const all = {
        streams: 2,
        resyncs: 0,
        since: at(0),
        messages: { m1: iso(2), m2: iso(2) },
        conversations: { c1: 3 },
      };
      return kinds(
        history({ heard: [{ ...all, ...more }] }, { conversations: [[conversation({ version: 3 })]] }),
      );
    };
    expect(told({})).toEqual([]);
    expect(told({ messages: { m1: iso(2) } })).toEqual(['not streamed']);
    expect(told({ messages: { m1: iso(1), m2: iso(3) } })).toEqual(['not streamed']);
    expect(told({ messages: {}, since: at(2) })).toEqual([]);
    expect(told({ conversations: { c1: 2 } })).toEqual(['not streamed']);
    // As far as its own times say, it has not changed since the operator came.
    expect(told({ conversations: {}, since: at(1) })).toEqual([]);
    expect(told({ conversations: {}, since: at(0) - 1 })).toEqual(['not streamed']);
  });

  test('a text or a secret where it must not be; a workflow whose tasks still fail', () => {
    expect(kinds(history({ leaks: ['an app secret in the log of api-1'] }))).toEqual(['leaked']);
    expect(kinds(history({ failingWorkflows: 1 }))).toEqual(['workflow failing']);
    expect(kinds(history({ failingWorkflows: null, leaks: [] }))).toEqual([]);
  });

  test('a process that ends by itself, or not as it is told', () => {
    const badEnds = [{ process: 'worker-1', at: at(3), how: 'ended by itself' }];
    expect(kinds(history({ badEnds }))).toEqual(['bad end']);
  });

  test('recovery counts from the end of a fault to what was asked for after it', () => {
    const injected = [fault('kill', 'api-1', 0, 10), fault('kill', 'api-2', 90, 120)];
    const operations = [
      operation('write', 'a'),
      operation('reply', 'b'),
      operation('write', 'c', { startedAt: at(11), endedAt: at(12) }),
      operation('reply', 'd', { startedAt: at(12), endedAt: at(15) }),
    ];
    const calls = [call('b'), call('d', { at: at(14) })];
    const rows = [row(1, 'a'), ours(2, 'b'), row(3, 'c'), ours(4, 'd')];
    expect(judge(history({ injected, operations, calls }, { rows })).recoveries).toEqual([
      { fault: 'kill:api-1', ms: 4_000 },
      // The load was over by then.
      { fault: 'kill:api-2', ms: null },
    ]);
  });
});
