/** Answers of the store about routing when the store, or Temporal, knows something else by then. */
import { Chain, type Writer } from '../../../src/domain/chain/chain';
import type { StoredAhead } from '../../../src/domain/chain/projection';
import { applyToThread, forgetWritten, type Thread } from '../../../src/domain/chain/thread';
import type { ConversationEvent, Fact } from '../../../src/domain/conversation/events';
import {
  anna,
  attend,
  ben,
  claimed,
  currentOf,
  HOUR,
  newThread,
  offers,
  playThread,
  SECOND,
  settings,
  T0,
  timePassed,
  told,
  wrote,
} from '../builders';

const channel = settings(offers());
const first = wrote('in', { newConversationId: 'one', settings: channel });
const offered = playThread(newThread(), [0, first, timePassed, claimed(1, anna)]);
const writer: Writer = {
  now: T0 + 31 * SECOND,
  runId: 'run',
  chain: { id: 'run', generation: 0, historyLength: 9 },
};
const fact = (event: ConversationEvent) => event as Fact;

/** A chain that has written the first offer; it runs out, and Ben is claimed. */
function passedOn(): Chain {
  const chain = new Chain(forgetWritten(offered, offered.version));
  chain.apply(timePassed, T0 + 31 * SECOND);
  chain.applyTo('one', fact(claimed(2, ben)), T0 + 31 * SECOND);
  return chain;
}

/** What the chain becomes when the store turns out to hold this. */
function after(stored: Thread, chain = passedOn()) {
  const ahead: StoredAhead = { version: stored.version, conversation: currentOf(stored), isForeign: true };
  chain.applyResult(
    chain.mark(),
    { withdrawnIds: [], ahead },
    { ...writer, chain: { ...writer.chain, id: 'other' } },
  );
  return currentOf(chain.thread);
}

describe('a claim that is applied again to what the store holds', () => {
  it('is applied once', () => {
    const same = playThread(offered, [31 * SECOND, timePassed, claimed(2, ben)]);
    expect(after(same).offering).toEqual(currentOf(same).offering);
    expect(after(offered).offering).toMatchObject({ number: 2, offer: { operatorId: 'ben' } });
  });

  it('is nothing where somebody attends, or a later one was made', () => {
    const attended = playThread(offered, [2 * SECOND, attend(ben)]);
    expect(after(attended)).toMatchObject({ state: 'active', operatorId: 'ben', claimsBefore: 2 });
    const later = playThread(offered, [31 * SECOND, timePassed, claimed(2, anna), timePassed]);
    expect(after(later).offering?.offer?.operatorId).toBe('anna');
  });
});

describe('an answer of the store', () => {
  it('is about its own conversation only', () => {
    const chain = new Chain(offered);
    const before = chain.thread;
    chain.applyTo('another', fact(claimed(2, ben)), T0);
    chain.applyTo(null, fact(told(false, HOUR)), T0);
    expect(chain.thread).toBe(before);
  });

  it('is nothing once the message that began the conversation was taken out', () => {
    const chain = new Chain(newThread());
    chain.take(first, T0);
    chain.apply(timePassed, T0);
    const mark = chain.mark();
    chain.applyTo('one', fact(claimed(1, anna)), T0);
    chain.applyResult(mark, { repeatedIds: ['in'], withdrawnIds: [] }, writer);
    expect(chain.thread.current).toBeNull();
    expect(applyToThread(chain.thread, fact(told(false, HOUR)), T0)).toBe(chain.thread);
  });
});
