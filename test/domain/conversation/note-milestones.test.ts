import { withMilestones } from '../../../src/domain/conversation/note-milestones';
import { reopen } from '../../../src/domain/conversation/wishes/reopen';
import { begun } from '../builders';

describe('the milestones of a conversation', () => {
  const waiting = withMilestones({ ...begun(), startedAt: 1_000 });

  it('begin with the time from which the contact waits for people', () => {
    expect(waiting.milestones).toEqual({ waitingSince: 1_000 });
  });

  it('are noted once: whoever attends later, and when, changes nothing', () => {
    const attended = withMilestones({ ...waiting, state: 'active', attendedAt: 5_000, operatorId: 'li' });
    expect(attended.milestones).toEqual({ waitingSince: 1_000, attendedAt: 5_000, attendedBy: 'li' });
    const returned = withMilestones({ ...attended, state: 'waiting', attendedAt: null, operatorId: null });
    const again = withMilestones({ ...returned, state: 'active', attendedAt: 9_000, operatorId: 'wu' });
    expect(again.milestones).toEqual(attended.milestones);
    expect(withMilestones(again)).toBe(again);
  });

  it('tell that a missed one was attended after all, also one that had been attended before it was missed', () => {
    const attended = withMilestones({ ...waiting, state: 'active', attendedAt: 5_000, operatorId: 'li' });
    const missed = withMilestones({
      ...attended,
      state: 'missed',
      attendedAt: null,
      operatorId: null,
      missedAt: 70_000,
    });
    expect(missed.milestones?.missedAttendedAt).toBeUndefined();
    const late = withMilestones({ ...missed, state: 'active', attendedAt: 80_000, operatorId: 'wu' });
    expect(late.milestones).toMatchObject({ attendedAt: 5_000, missedAt: 70_000, missedAttendedAt: 80_000 });
  });

  it('have no waiting while the bot has it, nor if it had it to the end; else since the bot handed over', () => {
    const bot = withMilestones({ ...begun(), state: 'bot', hasBot: true, startedAt: 1_000 });
    expect(bot.milestones).toBeUndefined();
    expect(withMilestones({ ...bot, state: 'completed' }).milestones).toBeUndefined();
    const handedOver = withMilestones({
      ...bot,
      state: 'waiting',
      handover: { reason: 'keyword', at: 30_000 },
    });
    expect(handedOver.milestones).toEqual({ waitingSince: 30_000 });
  });

  it('begin anew in a conversation that reopens another one, which has waited for nobody', () => {
    const completed = withMilestones({
      ...waiting,
      state: 'completed',
      completedReason: 'operator',
      completedAt: 9_000,
    });
    const reopened = withMilestones(reopen(completed, { operatorId: 'li', newId: 'next', now: 20_000 }));
    expect(reopened.milestones).toEqual({ attendedAt: 20_000, attendedBy: 'li' });
  });
});
