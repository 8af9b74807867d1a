import type { ContactProfile } from '../../src/domain/contact';
import { createContactSynchronizer } from '../../src/intake/contact-synchronizer';
import type { ContactSync, DueProfile, DueRemark } from '../../src/store/contacts/contact-sync';
import { eventually } from '../support/eventually';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PROFILE: DueProfile = {
  contactId: 'c',
  openId: 'o',
  claimedAt: 0,
  leasedUntil: MINUTE,
  remark: null,
  remarkSync: null,
  tries: 0,
};
const REMARK: DueRemark = { contactId: 'c', openId: 'o', remark: 'r', tries: 0 };
const refused = (wechatClass: string) => ({ type: 'refused', wechatCode: 1, wechatClass }) as const;
const unavailable = (reason: string) => ({ type: 'unavailable', reason }) as const;
const VALUE: ContactProfile = {
  isSubscribed: true,
  subscribedAt: null,
  remark: null,
  tagIds: [],
  subscribeScene: null,
  qrScene: null,
  language: null,
};

type Answer = ReturnType<typeof refused> | ReturnType<typeof unavailable> | null;

/** One profile and one remark are due, after `tries` failed tries; records what happens to them. */
function keep(answer: Answer, { tries = 0, read = null as { isPartial: boolean } | null } = {}) {
  const told: unknown[] = [];
  const due = { profiles: [{ ...PROFILE, tries }], remarks: [{ ...REMARK, tries }] };
  const contactSync: ContactSync = {
    dueChannels: async () => ['channel'],
    claimProfiles: async (_channelId, limit) => {
      const profiles = due.profiles.splice(0, limit);
      if (profiles.length > 0) told.push('profile claimed');
      return profiles;
    },
    claimRemarks: async (_channelId, limit) => due.remarks.splice(0, limit),
    saveProfile: async (_due, _profile, againAfterMs) => void told.push(['profile kept', againAfterMs]),
    remarkSynced: async () => undefined,
    postponeProfile: async (_due, retryAfterMs) => void told.push(['profile', retryAfterMs]),
    remarkNotSynced: async (_due, code, retryAfterMs) => void told.push(['remark', code, retryAfterMs]),
  };
  const sync = createContactSynchronizer({
    contactSync,
    askProfile: async () => (read === null ? answer : { type: 'read', value: VALUE, ...read }),
    writeRemark: async () => answer,
    logger: { warn: () => undefined },
    everyMs: 20,
  });
  return { told, sync };
}

describe('what WeChat did not do', () => {
  it.each([
    ['is out of reach', unavailable('timeout'), null, MINUTE],
    ['cannot be read', unavailable('not_json'), null, MINUTE],
    ['is not asked, since the channel has no credentials', null, null, MINUTE],
    ['is busy', refused('transient'), 1, MINUTE],
    ['has no more calls left', refused('quota'), 1, 60 * MINUTE],
    ['refuses the channel', refused('config'), 1, 60 * MINUTE],
    ['refuses for good', refused('permanent'), 1, null],
    ['does not know the contact', refused('window'), 1, null],
  ])('because it %s is tried again when that may help', async (_, answer, code, retryAfterMs) => {
    const { told, sync } = keep(answer);
    await eventually(() => told.length === 3, 'both are tried');
    await sync.close();
    // The remark first: a profile fetched before the remark is written would bring the old one back.
    expect(told).toEqual([['remark', code, retryAfterMs], 'profile claimed', ['profile', retryAfterMs]]);
  });

  it.each<[string, Answer, readonly (readonly [tries: number, retryAfterMs: number | null])[]]>([
    [
      'what cannot be read is given up after a day',
      unavailable('not_json'),
      [
        [1, 2 * MINUTE],
        [4, 16 * MINUTE],
        [10, 1024 * MINUTE],
        [11, null],
        [900, null],
      ],
    ],
    [
      'if WeChat is out of reach, it is asked every hour in the end',
      unavailable('connect'),
      [
        [1, 2 * MINUTE],
        [5, 32 * MINUTE],
        [6, HOUR],
        [900, HOUR],
      ],
    ],
    [
      'a channel without credentials, too',
      null,
      [
        [3, 8 * MINUTE],
        [40, HOUR],
      ],
    ],
    [
      'a WeChat that is busy, too',
      refused('transient'),
      [
        [3, 8 * MINUTE],
        [40, HOUR],
      ],
    ],
  ])('is tried less and less often: %s', async (_, answer, steps) => {
    for (const [tries, retryAfterMs] of steps) {
      const { told, sync } = keep(answer, { tries });
      await eventually(() => told.length === 3, 'both are tried');
      await sync.close();
      const [[, , remark], , profile] = told as [unknown[], unknown, unknown[]];
      expect([tries, remark, profile]).toEqual([tries, retryAfterMs, ['profile', retryAfterMs]]);
    }
  });
});

describe('a profile that could be read', () => {
  it.each([
    ['whole is not asked for again', false, 0, null],
    ['in part is kept, and asked for again', true, 0, MINUTE],
    ['in part is asked for less and less often', true, 5, 32 * MINUTE],
    ['in part is left as it is after a day', true, 11, null],
  ])('%s', async (_, isPartial, tries, againAfterMs) => {
    const { told, sync } = keep(unavailable('timeout'), { tries, read: { isPartial } });
    await eventually(() => told.length === 3, 'both are tried');
    await sync.close();
    expect(told.at(-1)).toEqual(['profile kept', againAfterMs]);
  });
});
