import { withMilestones } from '../../../src/domain/conversation/note-milestones';
import { reopen } from '../../../src/domain/conversation/wishes/reopen';
import { begun } from '../builders';

const NOBODY = { state: 'waiting', attendedAt: null, operatorId: null } as const;

describe('the milestones of a conversation', () => {
  const waiting = withMilestones({ ...begun(), startedAt: 1_000 }, 1_000);

  it('begin with the time from which the contact waits for people', () => {
    expect(waiting.milestones).toEqual({ waitingSince: 1_000 });
  });

  it('are noted once: whoever attends later, and when, changes nothing', () => {
    const attended = withMilestones(
      { ...waiting, state: 'active', attendedAt: 5_000, operatorId: 'li' },
      5_000,
    );
    const first = { waitingSince: 1_000, attendedAt: 5_000, attendedBy: 'li' };
    expect(attended.milestones).toMatchObject(first);
    const returned = withMilestones({ ...attended, ...NOBODY }, 7_000);
    const again = withMilestones(
      { ...returned, state: 'active', attendedAt: 9_000, operatorId: 'wu' },
      9_000,
    );
    expect(again.milestones).toMatchObject(first);
    expect(withMilestones(again, 10_000)).toBe(again);
  });

  it('tell that a missed one was attended after all, also one that had been attended before it was missed', () => {
    const attended = withMilestones(
      { ...waiting, state: 'active', attendedAt: 5_000, operatorId: 'li' },
      5_000,
    );
    const missed = withMilestones(
      {
        ...attended,
        state: 'missed',
        attendedAt: null,
        operatorId: null,
        missedAt: 70_000,
      },
      70_000,
    );
    expect(missed.milestones?.missedAttendedAt).toBeUndefined();
    const late = withMilestones({ ...missed, state: 'active', attendedAt: 80_000, operatorId: 'wu' }, 80_000);
    expect(late.milestones).toMatchObject({ attendedAt: 5_000, missedAt: 70_000, missedAttendedAt: 80_000 });
  });

  it('have no waiting while the bot has it, nor if it had it to the end; else since the bot handed over', () => {
    const bot = withMilestones({ ...begun(), state: 'bot', hasBot: true, startedAt: 1_000 }, 1_000);
    expect(bot.milestones).toBeUndefined();
    expect(withMilestones({ ...bot, state: 'completed' }, 2_000).milestones).toBeUndefined();
    const handedOver = withMilestones(
      {
        ...bot,
        state: 'waiting',
        handover: { reason: 'keyword', at: 30_000 },
      },
      30_000,
    );
    expect(handedOver.milestones).toEqual({ waitingSince: 30_000 });
  });

  it('begin anew in a conversation that reopens another one, which has waited for nobody', () => {
    const completed = withMilestones(
      {
        ...waiting,
        state: 'completed',
        completedReason: 'operator',
        completedAt: 9_000,
      },
      9_000,
    );
    const reopened = withMilestones(
      reopen(completed, { operatorId: 'li', newId: 'next', now: 20_000 }),
      20_000,
    );
    expect(reopened.milestones).toEqual({
      attendedAt: 20_000,
      attendedBy: 'li',
      attending: [{ operatorId: 'li', since: 20_000 }],
    });
  });

  it('know who attended from when until when, also after it was taken back and nobody attends', () => {
    const first = withMilestones({ ...waiting, state: 'active', attendedAt: 5_000, operatorId: 'li' }, 5_000);
    const back = withMilestones({ ...first, ...NOBODY }, 7_000);
    const li = { operatorId: 'li', since: 5_000, until: 7_000 };
    expect(back.milestones?.attending).toEqual([li]);
    expect(withMilestones(back, 8_000)).toBe(back);
    const again = withMilestones({ ...back, state: 'active', attendedAt: 9_000, operatorId: 'wu' }, 9_000);
    const moved = withMilestones({ ...again, operatorId: 'mei', transferredAt: 11_000 }, 11_000);
    const wu = { operatorId: 'wu', since: 9_000, until: 11_000 };
    expect(moved.milestones?.attending).toEqual([li, wu, { operatorId: 'mei', since: 11_000 }]);
    const over = {
      ...moved,
      state: 'completed',
      completedAt: 12_000,
      completedReason: 'missed_timeout',
    } as const;
    const completed = withMilestones(over, 15_000);
    expect(completed.milestones?.attending).toEqual([
      li,
      wu,
      { operatorId: 'mei', since: 11_000, until: 12_000 },
    ]);
    expect(withMilestones(completed, 16_000)).toBe(completed);
    const atOnce = { ...over, milestones: back.milestones, attendedAt: 12_000, operatorId: 'li' };
    expect(withMilestones(atOnce, 12_000).milestones?.attending).toEqual([
      li,
      { operatorId: 'li', since: 12_000, until: 12_000 },
    ]);
  });

  it('keep the newest hundred of these times', () => {
    let conversation = waiting;
    for (let round = 1; round <= 120; round += 1) {
      const at = round * 10_000;
      const by = { state: 'active', attendedAt: at, operatorId: `operator-${round}` } as const;
      conversation = withMilestones(
        { ...withMilestones({ ...conversation, ...by }, at), ...NOBODY },
        at + 5_000,
      );
    }
    const spans = conversation.milestones?.attending ?? [];
    expect(spans).toHaveLength(100);
    expect(spans[0]?.operatorId).toBe('operator-21');
    expect(spans.at(-1)?.operatorId).toBe('operator-120');
  });
});
