import { Chain, type Writer } from '../../../src/domain/chain/chain';
import type { ProjectionResult } from '../../../src/domain/chain/projection';
import { type StoredChain, storedThread } from '../../../src/domain/chain/stored-chain';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import { anna, attend, ben, complete, HOUR, MINUTE, newThread, reply, SECOND, T0, wrote } from '../builders';

const writerAt = (now: number): Writer => ({
  now,
  runId: 'run',
  chain: { id: 'run', generation: 0, historyLength: 10 },
});
const WRITTEN: ProjectionResult = { repeatedIds: [], withdrawnIds: [] };

/** Writes everything unwritten, as the host does, and returns the projections. */
function settle(chain: Chain, now: number): ReturnType<Chain['toProjection']>[] {
  const projections = [];
  while (chain.next(now).type === 'project') {
    const mark = chain.mark();
    projections.push(chain.toProjection(mark, writerAt(now)));
    chain.applyResult(mark, WRITTEN, writerAt(now));
  }
  return projections;
}

/** Anna attends, and everything is written. */
function attended(): Chain {
  const chain = new Chain(newThread());
  chain.take(wrote('m1', { newConversationId: 'one' }), T0);
  chain.apply(attend(anna), T0);
  settle(chain, T0);
  return chain;
}

/** One of Anna's replies is being sent. */
function sending(): Chain {
  const chain = attended();
  chain.apply(reply(anna, 'r1'), T0);
  expect(chain.next(T0)).toMatchObject({ type: 'deliver', message: { messageId: 'r1' } });
  chain.startSend('r1', T0);
  return chain;
}

describe('a send in flight', () => {
  it('holds back the message that begins the next conversation, and every fact after it, in their order', () => {
    const chain = sending();
    chain.apply(complete(anna), T0);
    chain.take(wrote('m2', { newConversationId: 'two' }), T0);
    chain.take({ type: 'contactActed', messageId: 'e1', action: 'menu_tap', ageMs: 0 }, T0);
    expect(chain.thread.current?.id).toBe('one');
    expect(chain.hasDeferred).toBe(true);
    chain.endSend('r1', { type: 'sent' }, T0);
    expect(chain.hasDeferred).toBe(false);
    expect(chain.thread.current?.id).toBe('two');
    const files = chain.thread.rows.filter((row) => row.type === 'file');
    expect(files.map((row) => [row.messageId, row.conversationId])).toEqual([
      ['m2', 'two'],
      ['e1', 'two'],
    ]);
  });

  it('is no reason to judge a wish as if the contact had not written', () => {
    const chain = attended();
    const now = T0 + 48 * HOUR - SECOND;
    chain.take(wrote('m2'), now - HOUR);
    settle(chain, now - HOUR);
    chain.apply(reply(anna, 'r1'), now);
    chain.startSend('r1', now);
    const after = now + 2 * SECOND;
    const wishes = [reply(anna, 'r2'), reply(anna, 'r3', 'hold'), complete(anna)] as const;
    expect(chain.judge('one', wishes[0], after)).toMatchObject({ code: 'window_closed' });
    chain.take(wrote('m3', { newConversationId: 'two' }), after);
    expect(chain.hasDeferred).toBe(true);
    const whileInFlight = wishes.map((wish) => chain.judge('one', wish, after));
    chain.endSend('r1', { type: 'sent' }, after);
    expect(whileInFlight).toEqual(wishes.map((wish) => chain.judge('one', wish, after)));
    expect(whileInFlight).toEqual(wishes.map(() => ({ code: 'conversation_completed' })));
  });

  it('is not judged anew if it is repeated meanwhile', () => {
    const chain = sending();
    chain.apply(complete(anna), T0);
    chain.take(wrote('m2', { newConversationId: 'two' }), T0);
    expect(chain.judge('one', reply(anna, 'r1'), T0)).toBeNull();
  });

  it('may begin only as long as its message may leave', () => {
    const chain = attended();
    const now = T0 + 48 * HOUR - 3 * SECOND;
    chain.take(wrote('m2'), now - HOUR);
    chain.apply(reply(anna, 'r1'), now);
    expect(chain.startSend('r1', now)?.beginsWithinMs).toBe(3 * SECOND);
    // No worker took it in that time, so it has certainly not begun.
    chain.endSend('r1', { type: 'notSent', retryAfterMs: null }, T0 + 48 * HOUR);
    const { current, rows } = chain.thread;
    expect([current?.outbound, current?.consecutive.sent]).toEqual([[], 0]);
    expect(rows.at(-1)).toMatchObject({
      messageId: 'r1',
      status: 'failed',
      error: { code: 'window_closed', wechatCode: null },
    });
  });

  it('holds back no other fact', () => {
    const chain = sending();
    chain.take(wrote('m2'), T0);
    expect(chain.hasDeferred).toBe(false);
    expect(chain.thread.current?.unread).toBe(1);
  });

  it('is written by its delivery, without a projection of its own', () => {
    const chain = sending();
    expect(chain.next(T0)).toMatchObject({ type: 'wait', isAtRest: false });
  });

  it('is projected if it is not known whether the delivery wrote it', () => {
    const chain = sending();
    chain.writeAgain();
    expect(chain.next(T0)).toEqual({ type: 'project' });
  });

  it('does not begin if the message is gone', () => {
    expect(attended().startSend('r9', T0)).toBeNull();
  });
});

describe('a wish', () => {
  it('for another conversation than the open one is refused', () => {
    const chain = attended();
    expect(chain.judge('another', complete(anna), T0)).toEqual({ code: 'conversation_completed' });
    expect(chain.judge('one', complete(anna), T0)).toBeNull();
  });

  it('is judged by the rules as they are at that instant', () => {
    const chain = attended();
    expect(chain.judge('one', reply(ben, 'r1'), T0)).toMatchObject({ code: 'attended_by_other' });
    // The idle limit has passed: completed at that instant, although no timer has fired.
    expect(chain.judge('one', reply(anna, 'r1'), T0 + 48 * HOUR)).toEqual({ code: 'conversation_completed' });
    expect(chain.thread.current?.state).toBe('active');
  });

  it('that repeats a reply is not judged again, even after the conversation is over', () => {
    const chain = attended();
    chain.apply(reply(anna, 'r1'), T0);
    chain.apply(complete(anna), T0);
    expect(chain.judge('one', reply(anna, 'r1'), T0)).toBeNull();
    expect(chain.judge('one', reply(anna, 'r2'), T0)).toEqual({ code: 'conversation_completed' });
  });
});

describe('a chain that continues from the store', () => {
  const stored = (chain: Chain, acceptedIds: readonly string[]): StoredChain => {
    const { contactId, channelId, brandId, version, current } = chain.thread;
    if (current === null) throw new Error('There is no conversation.');
    return { contactId, channelId, brandId, version, conversation: current, acceptedIds };
  };

  it('recognises a reply that the lost run had accepted', () => {
    const lost = attended();
    lost.apply(reply(anna, 'r1'), T0);
    const chain = new Chain(storedThread(stored(lost, ['r1'])));
    expect(chain.judge('one', reply(anna, 'r1'), T0)).toBeNull();
    chain.apply(reply(anna, 'r1'), T0);
    expect(chain.thread.current?.outbound.map(({ messageId }) => messageId)).toEqual(['r1']);
  });

  it('does so, too, when it learns from an answer that it had been set back, and fails none of its own', () => {
    const lost = attended();
    for (const id of ['r1', 'r2', 'r3', 'r4', 'r5']) lost.apply(reply(anna, id), T0);
    const chain = attended();
    chain.apply(reply(anna, 'r5'), T0);
    const mark = chain.mark();
    const ahead = { ...stored(lost, ['r1', 'r2', 'r3', 'r4', 'r5']), isForeign: false, isLostStep: true };
    chain.applyResult(mark, { ...WRITTEN, ahead }, writerAt(T0));
    expect(chain.thread.current?.outbound.map(({ messageId, status }) => [messageId, status])).toEqual(
      ['r1', 'r2', 'r3', 'r4', 'r5'].map((id) => [id, 'queued']),
    );
    expect(chain.thread.rows).toEqual([]);
  });

  it('names, in each projection, the one that it made before', () => {
    const chain = attended();
    chain.take(wrote('m2'), T0 + SECOND);
    const [first] = settle(chain, T0 + SECOND);
    chain.take(wrote('m3'), T0 + MINUTE);
    const [second] = settle(chain, T0 + MINUTE);
    expect([first?.previousNow, second?.previousNow]).toEqual([T0, T0 + SECOND]);
  });
});

describe('the store’s answer to a projection', () => {
  it('written: nothing is left to write but what came meanwhile', () => {
    const chain = attended();
    chain.take(wrote('m2'), T0);
    const mark = chain.mark();
    chain.take(wrote('m3'), T0);
    chain.applyResult(mark, WRITTEN, writerAt(T0));
    expect(chain.thread.rows.map((row) => 'messageId' in row && row.messageId)).toEqual(['m3']);
    settle(chain, T0);
    expect(chain.thread.rows).toEqual([]);
  });

  it('filed before: the item is taken out, and the rest stays', () => {
    const chain = attended();
    chain.take(wrote('m2'), T0);
    chain.take(wrote('m3'), T0);
    const mark = chain.mark();
    chain.applyResult(mark, { repeatedIds: ['m2'], withdrawnIds: [] }, writerAt(T0));
    expect(chain.thread.current?.unread).toBe(1);
    expect(settle(chain, T0)[0]?.files.map((file) => file.messageId)).toEqual(['m3']);
  });

  it('filed before, but it cannot be taken out: it fails, and does not write the same again and again', () => {
    const filed = attended();
    filed.take(wrote('m2'), T0);
    const chain = new Chain(filed.thread);
    const answer = { repeatedIds: ['m2'], withdrawnIds: [] };
    expect(() => chain.applyResult(chain.mark(), answer, writerAt(T0))).toThrow(/cannot take out/);
  });

  it('withdrawn: a reply that the API withdrew before it was accepted is not sent', () => {
    const chain = attended();
    chain.apply(reply(anna, 'r1'), T0);
    const mark = chain.mark();
    chain.applyResult(mark, { repeatedIds: [], withdrawnIds: ['r1'] }, writerAt(T0));
    expect(chain.thread.current?.outbound).toEqual([]);
    settle(chain, T0);
    expect(chain.next(T0)).toMatchObject({ type: 'wait', isAtRest: true });
  });
});

describe('a store that is ahead', () => {
  /** A conversation of another run: attended by Anna, with one reply being sent. */
  function stored() {
    const { thread } = sending();
    if (thread.current === null) throw new Error('there is a conversation');
    const conversation = { ...thread.current, id: 'stored' };
    const chain = { id: 'former', generation: 3, historyLength: 500 };
    return { version: 40, conversation, isForeign: true, chain };
  }

  /** A chain that knows only the last signal. */
  function behind(events: readonly ConversationEvent[] = []) {
    const chain = new Chain(newThread());
    chain.take(wrote('m9'), T0 + MINUTE);
    for (const event of events) chain.apply(event, T0 + MINUTE);
    const mark = chain.mark();
    const left = chain.applyResult(mark, { ...WRITTEN, ahead: stored() }, writerAt(T0 + MINUTE));
    return { chain, left };
  }

  it('is taken over: its conversation continues, with what has happened since', () => {
    const { chain } = behind();
    expect(chain.thread.current).toMatchObject({ id: 'stored', operatorId: 'anna', unread: 1 });
    expect(chain.thread.version).toBeGreaterThan(40);
  });

  it('names the attempts of the lost run, once', () => {
    const { chain, left } = behind();
    expect(left.map((message) => message.messageId)).toEqual(['r1']);
    const again = chain.applyResult(
      chain.mark(),
      { ...WRITTEN, ahead: { ...stored(), version: 90 } },
      writerAt(T0 + MINUTE),
    );
    expect(again).toEqual([]);
  });

  it('is told what was taken over and that the conversation continues, until that is written', () => {
    const { chain } = behind();
    const [first, ...more] = settle(chain, T0 + MINUTE);
    expect(first).toMatchObject({ tookOver: 40, resumed: { conversationId: 'stored' } });
    expect(more).toEqual([]);
    chain.take(wrote('m10'), T0 + MINUTE);
    const [next] = settle(chain, T0 + MINUTE);
    expect(next).not.toHaveProperty('tookOver');
    expect(next).not.toHaveProperty('resumed');
  });

  it('had filed an item of this chain before: it is taken out of what was taken over, and the rest is written once', () => {
    const { chain } = behind([wrote('m10')]);
    chain.take(wrote('m11'), T0 + MINUTE);
    expect(chain.thread.current?.unread).toBe(3);
    const mark = chain.mark();
    chain.applyResult(mark, { repeatedIds: ['m9', 'm11'], withdrawnIds: [] }, writerAt(T0 + MINUTE));
    expect(chain.thread.current).toMatchObject({ id: 'stored', unread: 1 });
    const [written, ...more] = settle(chain, T0 + MINUTE);
    expect(written).toMatchObject({ tookOver: 40, files: [{ messageId: 'm10', conversationId: 'stored' }] });
    expect(more).toEqual([]);
    chain.take(wrote('m9'), T0 + MINUTE);
    expect(settle(chain, T0 + MINUTE)).toEqual([]);
  });

  it('is ahead once more before anything is written: nothing that has happened since is lost', () => {
    const { chain } = behind();
    chain.take(wrote('m10'), T0 + MINUTE);
    const ahead = { ...stored(), version: 90 };
    chain.applyResult(chain.mark(), { ...WRITTEN, ahead }, writerAt(T0 + MINUTE));
    expect(chain.thread.current?.unread).toBe(2);
    const [written] = settle(chain, T0 + MINUTE);
    expect(written?.files.map(({ messageId }) => messageId)).toEqual(['m9', 'm10']);
  });

  it('does not go back behind it in a run whose history shows that it did not', () => {
    const chain = new Chain(newThread(), { mayGoBack: () => false });
    chain.take(wrote('m9'), T0 + MINUTE);
    chain.applyResult(chain.mark(), { ...WRITTEN, ahead: stored() }, writerAt(T0 + MINUTE));
    chain.applyResult(chain.mark(), { repeatedIds: ['m9'], withdrawnIds: [] }, writerAt(T0 + MINUTE));
    expect(chain.next(T0 + MINUTE)).toEqual({ type: 'project' });
    expect(chain.toProjection(chain.mark(), writerAt(T0)).files).toMatchObject([{ messageId: 'm9' }]);
  });

  it('goes back behind it once such a run is past its history', () => {
    let isReplaying = true;
    const chain = new Chain(newThread(), { mayGoBack: () => !isReplaying });
    chain.take(wrote('m9'), T0 + MINUTE);
    chain.applyResult(chain.mark(), { ...WRITTEN, ahead: stored() }, writerAt(T0 + MINUTE));
    const again = () =>
      chain.applyResult(chain.mark(), { repeatedIds: ['m9'], withdrawnIds: [] }, writerAt(T0 + MINUTE));
    for (let times = 0; times < 3; times += 1) again();
    isReplaying = false;
    again();
    expect(chain.thread.current).toMatchObject({ id: 'stored', unread: 0 });
    expect(settle(chain, T0 + MINUTE).map(({ files }) => files)).toEqual([[]]);
  });

  it('is not taken over if this chain wrote it and has moved on since', () => {
    const chain = attended();
    const { current, version } = chain.thread;
    if (current === null) throw new Error('there is a conversation');
    chain.take(wrote('m2'), T0);
    const own = { id: 'run', generation: 0, historyLength: 5 };
    const ahead = { version, conversation: { ...current, id: 'old' }, isForeign: false, chain: own };
    expect(chain.applyResult(chain.mark(), { ...WRITTEN, ahead }, writerAt(T0))).toEqual([]);
    expect(chain.thread.current?.id).toBe('one');
  });
});

describe('a chain that is restarted from the store', () => {
  it('names the attempts of the lost run, and writes everything again', () => {
    const chain = new Chain({ ...sending().thread, rows: [] });
    expect(chain.restart().map((message) => message.messageId)).toEqual(['r1']);
    const [projection] = settle(chain, T0 + SECOND);
    expect(projection).toMatchObject({ resumed: { conversationId: 'one' }, tookOver: chain.thread.version });
    chain.endSend('r1', { type: 'unknown' }, T0 + SECOND);
    expect(chain.thread.current?.outbound).toEqual([]);
  });

  it('does not say that a completed conversation continues', () => {
    const done = attended();
    done.apply(complete(anna), T0);
    settle(done, T0);
    const chain = new Chain(done.thread);
    expect(chain.restart()).toEqual([]);
    expect(settle(chain, T0)[0]).not.toHaveProperty('resumed');
  });
});

describe('the warning that the window closes', () => {
  const unanswered = () => {
    const chain = new Chain(newThread());
    chain.take(wrote('m1', { newConversationId: 'one' }), T0);
    chain.apply(attend(anna), T0);
    for (const hours of [20, 40]) chain.take(wrote(`at-${hours}`), T0 + hours * HOUR);
    return chain.thread;
  };
  const warnedBy = (mayWarn: () => boolean) => {
    const chain = new Chain(unanswered(), { mayWarn });
    chain.next(T0 + 47 * HOUR);
    return chain.thread.current?.window.warnedOf;
  };

  it('is given when it is due, and the projection shows it', () => {
    expect(warnedBy(() => true)).toBe(T0 + 48 * HOUR);
  });

  it('is not given by a host whose run began before there were warnings', () => {
    expect(warnedBy(() => false)).toBeUndefined();
  });

  it('is a question to the host only when it is due', () => {
    const mayWarn = jest.fn(() => true);
    new Chain(unanswered(), { mayWarn }).next(T0 + 47 * HOUR - 1);
    expect(mayWarn).not.toHaveBeenCalled();
  });
});

describe('the question whether the contact still follows', () => {
  function doubted(): Chain {
    const chain = sending();
    chain.endSend('r1', { type: 'refused', code: 'window_closed', wechatCode: 45015 }, T0);
    settle(chain, T0);
    return chain;
  }

  it('is asked once, and the answer applies to the conversation it was asked for', () => {
    const chain = doubted();
    expect(chain.next(T0)).toEqual({ type: 'checkSubscription' });
    const asked = chain.startCheck();
    expect(chain.next(T0)).toMatchObject({ type: 'wait' });
    chain.endCheck(asked, false, T0);
    expect(chain.thread.current).toMatchObject({ state: 'completed', completedReason: 'unsubscribed' });
  });

  it('does not apply to the next conversation', () => {
    const chain = doubted();
    const asked = chain.startCheck();
    chain.apply(complete(anna), T0);
    chain.take(wrote('m2', { newConversationId: 'two' }), T0);
    chain.endCheck(asked, false, T0);
    expect(chain.thread.current).toMatchObject({ id: 'two', state: 'waiting' });
  });
});
