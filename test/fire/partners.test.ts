/** The checker of `npm run fire` on bots and outgoing webhooks: all is well, and one history for each promise that can be broken. */
import { judge } from '../../fire/check/judge';
import type { Question, RunHistory, Told } from '../../fire/history';
import type { MessageBody } from '../../src/contracts/conversations/message';
import {
  at,
  call,
  conversation,
  fault,
  history,
  iso,
  operation,
  ours,
  own,
  row,
} from '../support/fire-history';

const kinds = (of: RunHistory): string[] => judge(of).violations.map(({ kind }) => kind);

const question = (turn: number, asks: readonly number[], more: Partial<Question> = {}): Question => ({
  at: at(2),
  conversationId: 'c1',
  turn,
  isSigned: true,
  messageIds: asks.map((seq) => `m${seq}`),
  texts: asks.map((seq) => `asks ${seq}`),
  says: [`answer ${turn}`],
  then: 'stay',
  isGiven: true,
  later: null,
  ...more,
});
const asks = (seq: number): MessageBody => row(seq, `asks ${seq}`);
const says = (seq: number, text: string, status: MessageBody['status'] = 'sent'): MessageBody => ({
  ...ours(seq, text, status),
  sender: { kind: 'bot' },
});
const event = (seq: number, type: string, more: object = {}): MessageBody => ({
  ...row(seq, ''),
  direction: 'event',
  type,
  ...more,
});

/** The contact of `rows`, whose conversation the bot has, as `state` says. */
function withBot(
  rows: readonly MessageBody[],
  questions: readonly Question[],
  more: Partial<RunHistory> & { readonly state?: string; readonly bot?: object } = {},
): RunHistory {
  const { state = 'bot', bot = { isThinking: false }, ...rest } = more;
  const shown = conversation({ state, operator: null, bot, consecutive: { sent: 0, limit: 5 } });
  const written = rows.filter(({ direction }) => direction === 'inbound');
  const sent = rows.filter(({ direction, status }) => direction === 'outbound' && status === 'sent');
  return history(
    {
      operations: written.map(({ text = '' }) => operation('write', text)),
      calls: sent.map(({ text = '' }) => call(text)),
      questions,
      ...rest,
    },
    { rows, conversations: [[shown], [shown]], own: { ...own, state, operatorId: null, sent: 0 } },
  );
}

describe('the checker on bots', () => {
  const rows = [asks(1), says(2, 'answer 1')];

  test('finds nothing if each question has its answer, also if it was asked again after a crash', () => {
    expect(kinds(withBot(rows, [question(1, [1])]))).toEqual([]);
    const crashed = question(1, [1], { says: ['never arrived'] });
    expect(kinds(withBot(rows, [crashed, question(1, [1])]))).toEqual([]);
    const { figures } = judge(withBot(rows, [crashed, question(1, [1])]));
    expect(figures).toMatchObject({ questions: 2, ofBot: 1 });
  });

  test('an answer that waited when the bot ended its conversation may move into the next one', () => {
    const inSecond = (message: MessageBody): MessageBody => ({ ...message, conversationId: 'c2' });
    const moved = [asks(1), inSecond(says(2, 'answer 1')), asks(3), inSecond(asks(4))];
    const begun = (id: string, state: string, from: number) =>
      conversation({
        id,
        state,
        operator: null,
        startedAt: iso(from),
        completedAt: state === 'completed' ? iso(20) : null,
        consecutive: { sent: 0, limit: 5 },
      });
    const list = [begun('c1', 'completed', 1), begun('c2', 'waiting', 30)];
    const seen = {
      rows: moved,
      conversations: [list, list],
      own: { id: 'c2', state: 'waiting', operatorId: null, sent: 0 },
    };
    const operations = [1, 3, 4].map((seq) => operation('write', `asks ${seq}`));
    const calls = [call('answer 1')];
    const asked = question(1, [1], { then: 'end' });
    expect(kinds(history({ operations, calls, questions: [asked] }, seen))).not.toContain('mixed');
    // It was said in the second one from the beginning, so nothing moved.
    const elsewhere = question(1, [1], { conversationId: 'c2' });
    expect(kinds(history({ operations, calls, questions: [elsewhere] }, seen))).toContain('mixed');
  });

  test('a turn that is answered twice, also later', () => {
    const both = [...rows, says(3, 'other')];
    const again = question(1, [1], { says: ['other'] });
    expect(kinds(withBot(both, [question(1, [1]), again]))).toEqual(['turn answered twice']);
    const later = (text: string) => question(1, [1], { says: [], later: { text, outcome: 'ok' } });
    expect(kinds(withBot(both, [later('answer 1'), later('other')]))).toEqual(['turn answered twice']);
  });

  test('an answer that the bot has not given, or not to its end, or that was refused', () => {
    expect(kinds(withBot(rows, []))).toEqual(['answer invented', 'not asked']);
    expect(kinds(withBot(rows, [question(1, [1], { isGiven: false })]))).toEqual(['answer invented']);
    const refused = question(1, [1], { says: [], later: { text: 'answer 1', outcome: 'failed' } });
    expect(kinds(withBot(rows, [refused]))).toEqual(['answer invented']);
    const unknown = question(1, [1], { says: [], later: { text: 'answer 1', outcome: 'unknown' } });
    expect(kinds(withBot(rows, [unknown]))).toEqual([]);
  });

  test('an answer that exceeds the limit ends with the text on how to get the rest, and no other one does', () => {
    const asking = '\n\n回复任意内容查看余下内容';
    const both = [asks(1), says(2, `answer 1${asking}`), says(3, 'answer 2', 'cancelled')];
    expect(kinds(withBot(both, [question(1, [1], { says: ['answer 1', 'answer 2'] })]))).toEqual([]);
    expect(kinds(withBot(both.slice(0, 2), [question(1, [1], { says: ['answer 1', 'answer 2'] })]))).toEqual([
      'answer lost',
    ]);
    expect(kinds(withBot(both.slice(0, 2), [question(1, [1])]))).toEqual(['answer invented']);
    const again = question(1, [1], { says: ['other'] });
    const twice = [...both, says(4, 'other')];
    expect(kinds(withBot(twice, [question(1, [1], { says: ['answer 1', 'answer 2'] }), again]))).toEqual([
      'turn answered twice',
    ]);
  });

  test('a question that nobody wrote, that is not signed, or that is asked in two turns', () => {
    expect(kinds(withBot(rows, [question(1, [1], { texts: ['x'] })]))).toEqual(['asked what nobody wrote']);
    expect(kinds(withBot(rows, [question(1, [1], { isSigned: false })]))).toEqual(['not signed']);
    const two = [...rows, says(3, 'answer 2')];
    expect(kinds(withBot(two, [question(1, [1]), question(2, [1])]))).toEqual(['asked twice']);
  });

  test('what the contact wrote and the bot was never asked, if the bot has the conversation', () => {
    const more = [...rows, asks(3)];
    expect(kinds(withBot(more, [question(1, [1])]))).toEqual(['not asked']);
    expect(kinds(withBot([...more, event(4, 'handover')], [question(1, [1])], { state: 'waiting' }))).toEqual(
      [],
    );
    // What was written before people gave it back was theirs.
    const back = [...more, event(4, 'handover'), event(5, 'handback')];
    expect(kinds(withBot(back, [question(1, [1])]))).toEqual([]);
    // Of more than 50 at once only the newest are asked.
    const many = Array.from({ length: 51 }, (_, index) => asks(index + 1));
    const newest = question(
      1,
      many.slice(1).map(({ seq }) => seq ?? 0),
    );
    expect(kinds(withBot([...many, says(52, 'answer 1')], [newest]))).toEqual([]);
  });

  test('an answer that was given, and is nowhere', () => {
    expect(kinds(withBot([asks(1)], [question(1, [1])]))).toEqual(['answer lost']);
    // A person took over: it became a note, or nothing.
    const taken = [asks(1), event(2, 'handover')];
    expect(kinds(withBot(taken, [question(1, [1])], { state: 'waiting' }))).toEqual([]);
    const later = question(1, [1], { says: [], later: { text: 'later', outcome: 'ok' } });
    expect(kinds(withBot(taken, [later], { state: 'waiting' }))).toEqual(['answer lost']);
  });

  test('an answer that is accepted, or that leaves, after the hand-over', () => {
    const after = [asks(1), event(2, 'handover'), says(3, 'answer 1')];
    expect(kinds(withBot(after, [question(1, [1])], { state: 'waiting' }))).toEqual(['bot after hand-over']);
    const cancelled = [asks(1), event(2, 'handover'), says(3, 'answer 1', 'cancelled')];
    expect(kinds(withBot(cancelled, [question(1, [1])], { state: 'waiting' }))).toEqual([]);
    const back = [...after.slice(0, 2), event(3, 'handback'), says(4, 'answer 1')];
    expect(kinds(withBot(back, [question(1, [1])]))).toEqual([]);
    const left = (more: object, injected: RunHistory['injected'] = []) =>
      withBot([...rows, event(3, 'handover', { createdAt: iso(3), ...more })], [question(1, [1])], {
        state: 'waiting',
        calls: [call('answer 1', { at: at(100) })],
        injected,
      });
    expect(kinds(left({ reason: 'attended' }))).toEqual(['bot after hand-over']);
    // It was on its way.
    expect(kinds(left({ reason: 'attended', createdAt: iso(50) }))).toEqual([]);
    expect(kinds(left({ reason: 'attended' }, [fault('stop', 'worker-1', 90, 95)]))).toEqual([]);
    expect(kinds(left({ reason: 'attended' }, [fault('down', 'bot', 90, 95)]))).toEqual([
      'bot after hand-over',
    ]);
  });

  test('what the bot says with its own wish to hand over may leave', () => {
    const lastWords = question(1, [1], { then: 'handover' });
    const after = [asks(1), event(2, 'handover', { reason: 'asked_by_bot' }), says(3, 'answer 1')];
    expect(kinds(withBot(after, [lastWords], { state: 'waiting' }))).toEqual([]);
    const more = [...after, says(4, 'answer 2')];
    const both = [lastWords, question(2, [1], { messageIds: [], texts: [] })];
    expect(kinds(withBot(more, both, { state: 'waiting' }))).toEqual(['bot after hand-over']);
  });

  test('a bot that still thinks; the rest of an answer may wait', () => {
    expect(kinds(withBot(rows, [question(1, [1])], { bot: { isThinking: true } }))).toEqual(['stuck']);
    const rest = { ...says(3, 'rest', 'held'), holdReason: 'bot_remainder' as const };
    const twoParts = question(1, [1], { says: ['answer 1', 'rest'] });
    expect(kinds(withBot([...rows, rest], [twoParts]))).toEqual([]);
    expect(kinds(withBot([...rows, rest], [twoParts], { state: 'waiting' }))).toEqual(['held for nothing']);
  });

  test('trouble of a bot explains nothing of what WeChat or a client sees', () => {
    const unknown = [asks(1), says(2, 'answer 1', 'unknown')];
    const injected = [fault('down', 'bot', 0, 3)];
    expect(kinds(withBot(unknown, [question(1, [1])], { injected }))).toEqual(['uncertain without cause']);
  });
});

describe('the checker on outgoing webhooks', () => {
  const told = (sequence: number, name: string, more: Partial<Told> = {}): Told => ({
    at: at(sequence),
    id: `e${sequence}`,
    event: name,
    sequence,
    timestamp: iso(1),
    conversationId: 'c1',
    messageId: null,
    contactId: null,
    channelId: null,
    isSigned: true,
    isAcknowledged: true,
    ...more,
  });
  const all = [
    told(1, 'conversation.started'),
    told(2, 'message.received', { messageId: 'm1' }),
    told(3, 'message.sent', { messageId: 'm2' }),
  ];
  const [started, received, sent] = all as [Told, Told, Told];
  const seen = { conversations: [[conversation({ handover: null })], [conversation({ handover: null })]] };
  const judged = (list: readonly Told[]): string[] => kinds(history({ told: list }, seen));

  test('finds nothing if everything was told, also twice, and counts', () => {
    expect(judged(all)).toEqual([]);
    // The first try was not answered, and the last one came again from a worker that was frozen.
    const tries = [{ ...started, isAcknowledged: false }, ...all, started];
    expect(judged(tries)).toEqual([]);
    expect(judge(history({ told: tries }, seen)).figures).toMatchObject({ tries: 5, events: 3 });
  });

  test('the bot has recovered with its first answer, the endpoint with the first event that it acknowledges', () => {
    const tries = [...all, { ...started, at: at(20), isAcknowledged: false }, { ...started, at: at(22) }];
    const questions = [question(1, [1], { at: at(21), isGiven: false }), question(1, [1], { at: at(25) })];
    const injected = [fault('down', 'bot', 10, 15), fault('down', 'endpoint', 10, 15)];
    expect(judge(history({ told: tries, questions, injected }, seen)).recoveries).toEqual([
      { fault: 'down:bot', ms: 10_000 },
      { fault: 'down:endpoint', ms: 7_000 },
    ]);
  });

  test('a run without a webhook has nothing to be told', () => {
    expect(kinds(history({ told: null }, seen))).toEqual([]);
  });

  test('what nobody was told, or nobody has acknowledged', () => {
    expect(judged([started, sent])).toEqual(['event not told']);
    expect(judged([started, received, { ...sent, isAcknowledged: false }])).toEqual(['event not told']);
    const over = [conversation({ state: 'completed', handover: { reason: 'attended' } })];
    const completed = { conversations: [over, over], own: 'none' as const };
    expect(kinds(history({ told: all }, completed))).toEqual(['event not told', 'event not told']);
  });

  test('what is told and is not so', () => {
    expect(judged([...all, told(4, 'message.received', { messageId: 'm9' })])).toEqual(['event invented']);
    expect(judged([...all, told(4, 'message.failed', { messageId: 'm2' })])).toEqual(['event invented']);
    expect(judged([...all, told(4, 'conversation.completed')])).toEqual(['event invented']);
    const later = told(4, 'message.failed', { messageId: 'm9', timestamp: iso(9) });
    expect(kinds(history({ told: [...all, later] }, { readAt: at(8) }))).toEqual([]);
    expect(kinds(history({ told: [...all, later] }, { readAt: at(9) }))).toEqual(['event invented']);
  });

  test('an id with another event, and an event with two ids', () => {
    expect(judged([...all, { ...sent, sequence: 4 }])).toContain('event differs');
    expect(judged([...all, { ...sent, messageId: 'm1', isAcknowledged: false }])).toContain('event differs');
    expect(judged([...all, { ...received, id: 'e4', sequence: 4 }])).toEqual(['event told twice']);
  });

  test('what is not signed', () => {
    expect(judged([started, { ...received, isSigned: false }, sent])).toEqual(['not signed']);
  });

  test('out of order, and before the one before was acknowledged, unless that waits alone', () => {
    expect(judged([started, sent, received])).toEqual(['events out of order']);
    expect(judged([started, { ...received, isAcknowledged: false }, sent, received])).toEqual([
      'events out of order',
    ]);
    const late = { ...sent, at: at(400) };
    expect(judged([started, { ...received, isAcknowledged: false }, late, received])).toEqual([]);
    // Between conversations there is no order.
    const other = told(0, 'contact.created', { conversationId: null, contactId: 'p1' });
    expect(judged([...all, other])).toEqual([]);
  });
});
