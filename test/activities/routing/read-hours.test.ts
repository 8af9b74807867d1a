import { sql } from 'drizzle-orm';
import { createReadHours } from '../../../src/activities/routing/read-hours';
import type { OpeningHours } from '../../../src/domain/hours/opening-hours';
import { createHoursStore } from '../../../src/store/hours/hours';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { createAutomaticMessages } from '../../../src/store/transcript/automatic-messages';
import { describeWithDatabase } from '../../support/database';
import { show } from '../../support/routing-store';
import { beginOne, createPlace } from '../../support/scenario-store';

const HOUR = 3_600_000;
const SHOP: OpeningHours = {
  timeZone: 'Europe/Berlin',
  weekly: { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']] },
  exceptions: [],
};
/** A Monday; Berlin is an hour ahead of UTC. */
const at = (time: string) => Date.parse(`2026-11-30T${time}Z`);
const next = (time: string) => Date.parse(`2026-12-01T${time}Z`);

describeWithDatabase('reading the hours for a conversation', (database) => {
  const begin = async (hours: OpeningHours | null) => {
    const store = createHoursStore(database());
    const place = await createPlace(database());
    await store.setOfBrand(place.brandId, hours, SYSTEM);
    const automatic = createAutomaticMessages(database());
    return { ...place, store, readHours: createReadHours({ hours: store, automatic }) };
  };

  it('tells whether the channel is open, and when that changes', async () => {
    const { readHours, channelId } = await begin(SHOP);
    expect(await readHours({ channelId, now: at('12:00') })).toEqual({
      isOpen: true,
      changesAt: at('17:00'),
    });
    expect(await readHours({ channelId, now: at('17:00') })).toEqual({
      isOpen: false,
      changesAt: next('08:00'),
    });
  });

  it('tells when so much open time has passed', async () => {
    const { readHours, channelId } = await begin(SHOP);
    const since = { returnFrom: at('16:30'), returnAfterMs: HOUR };
    expect(await readHours({ channelId, now: at('16:45'), ...since })).toEqual({
      isOpen: true,
      changesAt: at('17:00'),
      returnsAt: next('08:30'),
    });
  });

  it('follows the channel’s own hours', async () => {
    const { readHours, channelId, brandId, store } = await begin(SHOP);
    const never = { ...SHOP, weekly: {} };
    await store.setOfChannel(channelId, [brandId], { hours: never }, SYSTEM);
    const since = { returnFrom: at('16:30'), returnAfterMs: HOUR };
    expect(await readHours({ channelId, now: at('12:00'), ...since })).toEqual({
      isOpen: false,
      changesAt: null,
      returnsAt: null,
    });
    await store.setOfChannel(channelId, [brandId], { hours: null }, SYSTEM);
    expect(await readHours({ channelId, now: at('12:00') })).toEqual({ isOpen: true, changesAt: null });
  });

  it('tells when the contact was last told that it is closed, if it is asked to', async () => {
    const { readHours, channelId, brandId } = await begin(SHOP);
    const begun = await beginOne(database(), { channelId, brandId });
    const { contactId } = begun;
    const told = async () => (await readHours({ channelId, contactId, now: at('12:00') })).toldClosedAt;
    expect(await told()).toBeNull();
    await show(database(), begun, 1, { outOfHoursSaidAt: at('03:00') });
    expect(await told()).toBe(at('03:00'));
    // The conversation was an hour ahead of the wall clock.
    await database().db.execute(
      sql`update conversations set clock_offset_ms = ${HOUR} where contact_id = ${contactId}`,
    );
    expect(await told()).toBe(at('02:00'));
    expect(await readHours({ channelId, now: at('12:00') })).not.toHaveProperty('toldClosedAt');
  });

  it('is open where there are no hours, or no channel', async () => {
    const { readHours, channelId } = await begin(null);
    for (const id of [channelId, 'none']) {
      expect(await readHours({ channelId: id, now: 7, returnFrom: 5, returnAfterMs: 10 })).toEqual({
        isOpen: true,
        changesAt: null,
        returnsAt: 15,
      });
    }
  });
});
