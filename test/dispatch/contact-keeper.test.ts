import { createContactKeeper } from '../../src/dispatch/contact-keeper';
import type { ContactCare, DueProfile, DueRemark } from '../../src/store/contact-care';
import { eventually } from '../support/eventually';

const MINUTE = 60_000;
const PROFILE: DueProfile = {
  contactId: 'c',
  openId: 'o',
  claimedAt: 0,
  leasedUntil: MINUTE,
  remark: null,
  remarkSync: null,
};
const REMARK: DueRemark = { contactId: 'c', openId: 'o', remark: 'r' };
const refused = (wechatClass: string) => ({ type: 'refused', wechatCode: 1, wechatClass }) as const;

/** One profile and one remark are due; notes what becomes of them. */
function keep(answer: ReturnType<typeof refused> | { readonly type: 'unavailable' } | null) {
  const told: unknown[] = [];
  const due = { profiles: [PROFILE], remarks: [REMARK] };
  const care: ContactCare = {
    dueChannels: async () => ['channel'],
    claimProfiles: async (_channelId, limit) => {
      const profiles = due.profiles.splice(0, limit);
      if (profiles.length > 0) told.push('profile claimed');
      return profiles;
    },
    claimRemarks: async (_channelId, limit) => due.remarks.splice(0, limit),
    saveProfile: async () => undefined,
    remarkSynced: async () => undefined,
    postponeProfile: async (_due, retryAfterMs) => void told.push(['profile', retryAfterMs]),
    remarkNotSynced: async (_due, code, retryAfterMs) => void told.push(['remark', code, retryAfterMs]),
  };
  const keeper = createContactKeeper({
    care,
    askProfile: async () => answer,
    writeRemark: async () => answer,
    logger: { warn: () => undefined },
    everyMs: 20,
  });
  return { told, keeper };
}

describe('what WeChat did not do', () => {
  it.each([
    ['is out of reach', { type: 'unavailable' } as const, null, MINUTE],
    ['is not asked, since the channel has no credentials', null, null, MINUTE],
    ['is busy', refused('transient'), 1, MINUTE],
    ['has no more calls left', refused('quota'), 1, 60 * MINUTE],
    ['refuses the channel', refused('config'), 1, 60 * MINUTE],
    ['says no for ever', refused('permanent'), 1, null],
    ['does not know the contact', refused('window'), 1, null],
  ])('because it %s is tried again when that may help', async (_, answer, code, retryAfterMs) => {
    const { told, keeper } = keep(answer);
    await eventually(() => told.length === 3, 'both are tried');
    await keeper.close();
    // The remark first: a profile that is asked for while it is on its way would bring the old one back.
    expect(told).toEqual([['remark', code, retryAfterMs], 'profile claimed', ['profile', retryAfterMs]]);
  });
});
