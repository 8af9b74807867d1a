/** Offers, one operator after the other, and their rounds (docs/rules.md#74, #75). */
import { abilities, judge } from '../../../../src/domain/conversation/abilities';
import type { Conversation } from '../../../../src/domain/conversation/conversation';
import { deadlines } from '../../../../src/domain/conversation/deadlines';
import { claimDueAt } from '../../../../src/domain/conversation/routing/offer';
import type { Timed } from '../../builders';
import {
  anna,
  attend,
  begun,
  ben,
  changed,
  chief,
  claimed,
  complete,
  DAY,
  decline,
  HOUR,
  MINUTE,
  offers,
  play,
  reply,
  SECOND,
  settings,
  T0,
  timePassed,
  transferToGroup,
  wrote,
} from '../../builders';

const waiting = play(begun(offers()), [0, timePassed]).conversation;
const offered = play(waiting, [0, claimed(1, anna)]).conversation;
const offerOf = ({ offering }: Conversation) => offering?.offer;
const askedOf = ({ offering }: Conversation) => offering?.asked.map(({ operatorId }) => operatorId);

describe('a conversation that waits', () => {
  it('is offered where the brand wants that, and a claim is due at once', () => {
    expect(waiting.offering).toEqual({ number: 0, asked: [] });
    expect(claimDueAt(waiting)).toBe(0);
    expect(play(begun(), [0, timePassed]).conversation.offering).toBeUndefined();
  });

  it('is offered to whom the store has found, for so long', () => {
    expect(offerOf(offered)).toEqual({ operatorId: 'anna', until: T0 + 30 * SECOND });
    expect(deadlines(offered)[0]).toEqual({ kind: 'offer', at: T0 + 30 * SECOND });
    expect(claimDueAt(offered)).toBeNull();
  });

  it('passes on when the time is over: the one who was silent is noted', () => {
    const after = play(offered, [30 * SECOND, timePassed]).conversation;
    expect(after.offering).toEqual({
      number: 1,
      asked: [{ operatorId: 'anna', at: T0 + 30 * SECOND }],
    });
    expect(claimDueAt(after)).toBe(0);
    const next = play(after, [30 * SECOND, claimed(2, ben)]).conversation;
    expect(offerOf(next)).toEqual({ operatorId: 'ben', until: T0 + MINUTE });
  });

  it('is still offered when it is missed', () => {
    const missed = play(
      offered,
      [30 * SECOND, timePassed, claimed(2, ben)],
      [MINUTE, timePassed],
    ).conversation;
    expect(missed.state).toBe('missed');
    expect(askedOf(missed)).toEqual(['anna', 'ben']);
    expect(offerOf(play(missed, [MINUTE, claimed(3, anna)]).conversation)?.operatorId).toBe('anna');
  });

  it('waits until somebody is there, or looks again', () => {
    const idle = play(waiting, [0, claimed(1, null)]).conversation;
    expect([idle.offering, claimDueAt(idle)]).toEqual([
      { number: 1, asked: [], idle: { retryAt: null } },
      null,
    ]);
    const woken = play(idle, [MINUTE, { type: 'operatorAvailable' }]).conversation;
    expect(claimDueAt(woken)).toBe(0);
    const pausing = play(waiting, [0, claimed(1, null, { retryInMs: 20 * SECOND })]).conversation;
    expect(claimDueAt(pausing)).toBe(T0 + 20 * SECOND);
    expect(offerOf(play(pausing, [20 * SECOND, claimed(2, anna)]).conversation)?.operatorId).toBe('anna');
  });

  it('does not care that somebody is there while it is offered to somebody', () => {
    expect(play(offered, [SECOND, { type: 'operatorAvailable' }]).conversation).toBe(offered);
  });
});

describe('a round', () => {
  const second = play(offered, [10 * SECOND, decline(anna), claimed(2, ben)]).conversation;
  const both = play(second, [40 * SECOND, timePassed]).conversation;

  it('names everybody who was asked', () => {
    expect(askedOf(second)).toEqual(['anna']);
    expect(askedOf(both)).toEqual(['anna', 'ben']);
  });

  it('begins again with nobody asked; who was asked just before it is known', () => {
    const again = play(both, [40 * SECOND, claimed(3, anna, { beginsRound: true })]).conversation;
    expect(again.offering).toEqual({
      number: 3,
      asked: [],
      before: [{ operatorId: 'ben', at: T0 + 40 * SECOND }],
      offer: { operatorId: 'anna', until: T0 + 70 * SECOND },
    });
  });

  it('forgets who was asked before, when the one after it begins', () => {
    const again = play(
      both,
      [40 * SECOND, claimed(3, anna, { beginsRound: true })],
      [70 * SECOND, timePassed, claimed(4, ben)],
      [100 * SECOND, timePassed, claimed(5, anna, { beginsRound: true })],
    ).conversation;
    expect(again.offering?.before).toEqual([{ operatorId: 'ben', at: T0 + 100 * SECOND }]);
  });
});

describe('an answer of the store', () => {
  it.each([
    ['to a claim that was made before', offered, claimed(1, ben)],
    ['to a claim with another number', waiting, claimed(2, ben)],
    ['while it is offered to somebody', offered, claimed(2, ben)],
    ['after somebody attends', play(waiting, [0, attend(anna)]).conversation, claimed(1, ben)],
  ])('changes nothing %s', (_, conversation, event) => {
    expect(play(conversation, [SECOND, event]).conversation).toBe(conversation);
  });

  it('lets the operator attend at once, if the brand wants that', () => {
    const begunAtOnce = play(begun(offers({ autoAttend: true })), [
      0,
      timePassed,
      claimed(1, anna),
    ]).conversation;
    expect(begunAtOnce).toMatchObject({
      state: 'active',
      operatorId: 'anna',
      attendedAt: T0,
      claimsBefore: 2,
    });
    expect(begunAtOnce.offering).toBeUndefined();
  });

  it('asks whom it was taken back from, or who passed it on: nobody lets the contact wait twice unasked', () => {
    const rules = offers({ autoAttend: true, returnAfterSeconds: 60 });
    const first = play(begun(rules), [0, timePassed, claimed(1, anna)]).conversation;
    const back = play(first, [MINUTE, timePassed]).conversation;
    const { number = 0 } = back.offering ?? {};
    const second = play(back, [MINUTE, claimed(number + 1, ben)]).conversation;
    expect(second).toMatchObject({ state: 'active', operatorId: 'ben' });
    const again = play(second, [2 * MINUTE, timePassed]).conversation;
    const next = (again.offering?.number ?? 0) + 1;
    for (const silent of [anna, ben]) {
      const asks = play(again, [2 * MINUTE, claimed(next, silent)]).conversation;
      expect([asks.state, offerOf(asks)?.operatorId]).toEqual(['waiting', silent.operatorId]);
    }
    const third = play(again, [2 * MINUTE, claimed(next, chief)]).conversation;
    expect(third).toMatchObject({ state: 'active', operatorId: 'chief' });
    const moved = play(third, [2 * MINUTE, transferToGroup(chief, 'sales')]).conversation;
    const passed = play(moved, [2 * MINUTE, claimed((moved.offering?.number ?? 0) + 1, chief)]).conversation;
    expect(passed.state).toBe('waiting');
  });

  it('lets them attend at once again when the contact has been answered', () => {
    const rules = offers({ autoAttend: true, returnAfterSeconds: 60 });
    const back = play(begun(rules), [0, timePassed, claimed(1, anna)], [MINUTE, timePassed]).conversation;
    expect(back.silentIds).toEqual(['anna']);
    expect(play(back, [MINUTE, reply(ben, 'out')]).conversation.silentIds).toBeUndefined();
  });
});

describe('declining', () => {
  it('passes it on at once, and is told from an offer that passed on otherwise', () => {
    const after = play(offered, [5 * SECOND, decline(anna)]).conversation;
    expect([offerOf(after), after.offering?.asked]).toEqual([
      undefined,
      [{ operatorId: 'anna', at: T0 + 5 * SECOND, hasDeclined: true }],
    ]);
  });

  it('is refused to everybody else, and to her when the time is over', () => {
    expect(judge(offered, decline(ben), T0)).toEqual({ code: 'not_offered' });
    expect(judge(offered, decline(chief), T0)).toEqual({ code: 'not_offered' });
    expect(judge(waiting, decline(anna), T0)).toEqual({ code: 'not_offered' });
    const after = play(offered, [30 * SECOND, timePassed]).conversation;
    expect(judge(after, decline(anna), T0 + 30 * SECOND)).toEqual({ code: 'not_offered' });
    const done = play(offered, [0, attend(anna), complete(anna)]).conversation;
    expect(judge(done, decline(anna), T0)).toEqual({ code: 'conversation_completed' });
  });

  it('is offered until then', () => {
    expect(abilities(offered, anna, T0).decline).toEqual({ allowed: true, until: T0 + 30 * SECOND });
    expect(abilities(offered, ben, T0).decline).toEqual({ allowed: false, code: 'not_offered' });
  });
});

describe('the offering ends', () => {
  it.each([
    ['when the one who is asked attends', attend(anna)],
    ['when anybody else attends: an offer is no lock', attend(ben)],
    ['with the first reply', reply(ben, 'out')],
    ['when all are to be rung', changed({})],
    ['with the conversation', { type: 'contactBlocked' } as const],
  ])('%s', (_, event) => {
    const after = play(offered, [SECOND, event]).conversation;
    expect(after.offering).toBeUndefined();
    expect(after.claimsBefore).toBe(2);
  });

  it('and the numbers rise on in the next one', () => {
    const back = play(offered, [
      SECOND,
      attend(ben),
      { type: 'operatorDisabled', operatorId: 'ben' },
      claimed(3, anna),
    ]).conversation;
    expect(back.offering).toMatchObject({ number: 3, offer: { operatorId: 'anna' } });
    expect(back.claimsBefore).toBeUndefined();
  });

  it('and a claim of it that was lost is never taken for one of the next: its number is used up', () => {
    const lost = claimed(1, anna);
    const changes: readonly Timed[] = [
      [SECOND, transferToGroup(ben, 'support')],
      [SECOND, attend(ben), { type: 'operatorDisabled', operatorId: 'ben' }],
      [SECOND, changed({}), { type: 'settingsChanged', settings: settings({ version: 3, ...offers() }) }],
    ];
    for (const step of changes) {
      const anew = play(waiting, step).conversation;
      expect(anew.offering).toMatchObject({ number: 1, asked: [] });
      expect(play(anew, [SECOND, lost]).conversation).toBe(anew);
    }
  });

  it('and the next one knows who has just been asked: they are not asked again at once', () => {
    const declined = play(offered, [10 * SECOND, decline(anna)]).conversation;
    const asked = [{ operatorId: 'anna', at: T0 + 10 * SECOND, hasDeclined: true }];
    const moved = play(declined, [20 * SECOND, transferToGroup(ben, 'support')]).conversation;
    expect(moved.offering).toMatchObject({ asked: [], before: asked });
    const attendedByBen = play(declined, [20 * SECOND, attend(ben)]).conversation;
    const gone = { type: 'operatorDisabled', operatorId: 'ben' } as const;
    expect(play(attendedByBen, [30 * SECOND, gone]).conversation.offering?.before).toEqual(asked);
    expect(play(attendedByBen, [40 * SECOND, gone]).conversation.offering?.before).toBeUndefined();
    expect(play(attendedByBen, [40 * SECOND, complete(ben)]).conversation.askedBefore).toBeUndefined();
  });

  it('and begins when the brand wants to offer again', () => {
    const ringing = play(begun(), [SECOND, timePassed]).conversation;
    const after = play(ringing, [2 * SECOND, changed(offers())]).conversation;
    expect(after.offering).toEqual({ number: 0, asked: [] });
  });

  it('when it was missed too long ago, and it is offered no more', () => {
    const rules = offers({ skipOlderThanHours: 2 });
    const idle = play(begun({ ...rules, closeMissedAfterSeconds: null }), [0, timePassed, claimed(1, null)]);
    const missed = play(idle.conversation, [HOUR, timePassed]).conversation;
    expect(missed).toMatchObject({ state: 'missed', missedAt: T0 + MINUTE, offering: { number: 1 } });
    const old = play(missed, [2 * HOUR + MINUTE, timePassed]).conversation;
    expect([old.state, old.offering]).toEqual(['missed', undefined]);
    const kept = play(
      begun({ ...offers(), closeMissedAfterSeconds: null }),
      [0, timePassed],
      [DAY, timePassed],
    );
    expect(kept.conversation.offering).toBeDefined();
  });
});

describe('an operator who cannot attend', () => {
  it.each([
    ['disabled', { type: 'operatorDisabled', operatorId: 'anna' }],
    ['handing over', { type: 'operatorHandsOver', operatorId: 'anna' }],
  ] as const)('is not waited for: %s', (_, event) => {
    const after = play(offered, [SECOND, event]).conversation;
    expect(offerOf(after)).toBeUndefined();
    expect(askedOf(after)).toEqual(['anna']);
    const others = play(offered, [SECOND, { ...event, operatorId: 'ben' }]).conversation;
    expect(others).toBe(offered);
  });
});

describe('a group', () => {
  const inGroup = play(begun({ ...offers(), groupId: 'sales' }), [0, timePassed]).conversation;

  it('is the channel’s for a new conversation', () => {
    expect(inGroup.groupId).toBe('sales');
    expect(waiting.groupId).toBeUndefined();
  });

  it('gets a conversation that is transferred to it: it waits again, and nobody was asked yet', () => {
    const active = play(
      inGroup,
      [0, attend(anna)],
      [HOUR, wrote('in', { settings: inGroup.settings })],
    ).conversation;
    const moved = play(active, [HOUR, transferToGroup(anna, 'support')]).conversation;
    expect(moved).toMatchObject({
      state: 'waiting',
      operatorId: null,
      attendedAt: null,
      groupId: 'support',
      ringingSince: T0 + HOUR,
      unread: 1,
      offering: {
        number: 1,
        asked: [],
        before: [{ operatorId: 'anna', at: T0 + HOUR }],
        lastAsked: 'anna',
      },
    });
    const other = play(offered, [SECOND, transferToGroup(ben, 'support')]).conversation;
    expect(other.offering).toEqual({ number: 2, asked: [] });
  });

  it('that has it already leaves it as it is while it waits, so that nobody keeps it from being missed', () => {
    const later = play(inGroup, [50 * SECOND, transferToGroup(ben, 'sales')]).conversation;
    expect(later).toEqual(inGroup);
    expect(later).not.toBe(inGroup);
    const missed = play(later, [MINUTE, timePassed]).conversation;
    expect(missed.state).toBe('missed');
    const again = play(missed, [HOUR, transferToGroup(ben, 'sales')]).conversation;
    expect(again).toMatchObject({ state: 'waiting', ringingSince: T0 + HOUR });
  });

  it('may be chosen by every member while nobody attends, and by who attends; not while the bot has it', () => {
    const wish = (by = ben) => transferToGroup(by, 'support');
    const active = play(waiting, [0, attend(anna)]).conversation;
    const missed = play(waiting, [MINUTE, timePassed]).conversation;
    expect([judge(waiting, wish(), T0), judge(missed, wish(), T0)]).toEqual([null, null]);
    expect(judge(active, wish(anna), T0)).toBeNull();
    expect(judge(active, wish(chief), T0)).toBeNull();
    expect(judge(active, wish(), T0)).toEqual({ code: 'attended_by_other', operatorId: 'anna' });
    const withBot = begun({ bot: { botId: 'bot', idleAfterSeconds: 3600 } });
    expect(judge(withBot, wish(), T0)).toEqual({ code: 'not_attended' });
  });

  it('that is deleted leaves its conversations to the brand, which is asked at once', () => {
    const idle = play(inGroup, [0, claimed(1, null)]).conversation;
    const after = play(idle, [SECOND, { type: 'groupDeleted', groupId: 'sales' }]).conversation;
    expect([after.groupId, claimDueAt(after)]).toEqual([undefined, 0]);
    expect(play(idle, [SECOND, { type: 'groupDeleted', groupId: 'support' }]).conversation).toBe(idle);
  });
});
