import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Chain } from '../../../src/domain/chain/chain';
import type { Thread } from '../../../src/domain/chain/thread';
import { ThreadLog } from '../../../src/domain/chain/thread-log';
import { upgradeThread } from '../../../src/domain/chain/upgrade';
import type { Conversation } from '../../../src/domain/conversation/conversation';
import {
  anna,
  answered,
  asked,
  attend,
  begun,
  MINUTE,
  newThread,
  play,
  reply,
  T0,
  timePassed,
  wrote,
} from '../builders';

/** The thread that a run of a previous release carried, from its recorded history. */
function carriedBy(release: string): Thread & { rollAfterEvents?: number } {
  const file = path.resolve(__dirname, `../../replay/histories/${release}/rolled-over-2.json`);
  const { events } = JSON.parse(readFileSync(file, 'utf8'));
  const [{ data }] = events[0].workflowExecutionStartedEventAttributes.input.payloads;
  return JSON.parse(data.$bytes).thread;
}

describe('a thread that a previous release carried', () => {
  test.each(['0.1.0', 'before-0.2'])('%s: has the current shape afterwards', (release) => {
    const carried = carriedBy(release);
    const thread = upgradeThread(carried);
    expect(Object.keys(thread).sort()).toEqual(Object.keys(newThread()).sort());
    const { rollAfterEvents: _left, ...rest } = carried;
    const { current } = rest;
    // The contact waits for the operator: nobody noted since when.
    const unansweredSince = current?.window.lastInboundAt;
    expect(thread).toEqual({ ...rest, current: { ...current, unansweredSince } });
  });

  test.each(['0.1.0', 'before-0.2'])('%s: continues under the current rules', (release) => {
    const chain = new Chain(upgradeThread(carriedBy(release)));
    const { current } = chain.thread;
    if (current === null) throw new Error('a conversation was open');
    const now = current.lastActivityAt + 1_000;
    chain.take(wrote('next', { settings: current.settings }), now);
    expect(chain.thread.current?.unread).toBe(current.unread + 1);
    const by = { ...anna, operatorId: current.operatorId ?? '' };
    expect(chain.judge(current.id, reply(by, 'answer'), now)).toBeNull();
  });

  it('has the current shape, too, if the chain continues from a conversation in the store', () => {
    const carried = carriedBy('0.1.0');
    const { current: conversation, version } = carried;
    if (conversation === null) throw new Error('a conversation was open');
    const log = new ThreadLog(carried);
    expect(log.takeOver({ version: version + 1, conversation, isForeign: true })).toBe(true);
    expect(Object.keys(log.thread).sort()).toEqual(Object.keys(newThread()).sort());
  });

  it('knows since when the contact waits, also while it rings or was missed', () => {
    const waitsOf = (conversation: Conversation) => {
      const { unansweredSince: _, ...old } = conversation;
      return upgradeThread({ ...newThread(), current: old }).current?.unansweredSince;
    };
    const ringing = play(begun(), [30_000, wrote('second')]).conversation;
    expect(waitsOf(ringing)).toBe(T0);
    expect(waitsOf(play(ringing, [MINUTE, timePassed]).conversation)).toBe(T0);
    const withBot = asked(begun({ bot: { botId: 'bot', idleAfterSeconds: 3600 } }));
    expect(waitsOf(withBot)).toBeUndefined();
    const handed = play(withBot, [
      2_000,
      answered(1, ['said'], { type: 'handOver', reason: 'asked_by_bot' }),
    ]).conversation;
    expect(waitsOf(handed)).toBe(T0 + 2_000);
    const back = play(ringing, [
      40_000,
      attend(anna),
      reply(anna, 'out'),
      { type: 'operatorDisabled', operatorId: 'anna' },
    ]).conversation;
    expect([back.state, waitsOf(back)]).toEqual(['waiting', undefined]);
  });

  it('is left as it is if it has that shape', () => {
    expect(upgradeThread(newThread())).toEqual(newThread());
  });

  it('keeps members of a newer release', () => {
    const newer = { ...newThread(), schema: 2 as 1, added: 'later' };
    expect(upgradeThread(newer)).toEqual(newer);
  });
});
