/** What the desk says by itself while it is closed names the next opening, in the zone of its hours and the reader's language. */
import { sql } from 'drizzle-orm';
import { createPrepareAutomatic } from '../../src/activities/prepare-automatic';
import type { OpeningHours } from '../../src/domain/hours/opening-hours';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createChannelStore } from '../../src/store/channels/channels';
import { toVersionedSettings } from '../../src/store/channels/rules-settings';
import { rowsOf } from '../../src/store/engine/rows';
import { createHoursStore } from '../../src/store/hours/hours';
import { SYSTEM } from '../../src/store/people/audit-log';
import { createAutomaticMessages } from '../../src/store/transcript/automatic-messages';
import { describeWithDatabase } from '../support/database';
import { beginOne, createPlace, type Place } from '../support/scenario-store';

const SHOP: OpeningHours = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']] },
  exceptions: [],
};
/** A Monday, by the clock in Shanghai. */
const at = (time: string) => Date.parse(`2026-11-30T${time}+08:00`);

describeWithDatabase('the text for contacts while the channel is closed', (database) => {
  let place: Place;
  beforeEach(async () => {
    place = await createPlace(database());
    await createHoursStore(database()).setOfBrand(place.brandId, SHOP, SYSTEM);
  });
  const setText = (text: string | null) =>
    database().db.execute(
      sql`update channels set settings = jsonb_set(settings, '{automatic,outOfHours}', ${JSON.stringify(text)}::jsonb)`,
    );
  const said = async (number: number, language: string | null = null): Promise<string | null> => {
    const { contactId, conversation } = await beginOne(database(), place);
    await database().db.execute(sql`update contacts set language = ${language} where id = ${contactId}`);
    const hours = createHoursStore(database());
    const prepare = createPrepareAutomatic({ automatic: createAutomaticMessages(database()), hours });
    const asked = { contactId, conversationId: conversation.id, kind: 'outOfHours', number } as const;
    const id = await prepare(asked);
    expect(await prepare(asked)).toBe(id);
    const [row] = await rowsOf<{ text: string }>(
      database().db,
      sql`select content ->> 'text' as text from messages where id = ${id}`,
    );
    return row?.text ?? null;
  };

  it('names the next opening', async () => {
    await setText('{opensAt} 见');
    expect(await said(at('08:15'))).toBe('09:00 见');
    expect(await said(at('18:00'))).toBe('12月1日 09:00 见');
    expect(await said(at('18:00'), 'en')).toBe('09:00 on 1 December 见');
  });

  it('is not said if the channel has none, or it is open by now and the text names the opening', async () => {
    await setText(null);
    expect(await said(at('08:15'))).toBeNull();
    await setText('{opensAt} 见');
    expect(await said(at('12:00'))).toBeNull();
    await setText('明天见');
    expect(await said(at('12:00'))).toBe('明天见');
  });

  it('is known to the rules if the channel has one', async () => {
    const channels = createChannelStore(database(), { secretBox: createSecretBox([Buffer.alloc(32, 7)]) });
    const automatic = async () => {
      const found = await channels.find(place.channelId, [place.brandId]);
      if (found === null) throw new Error('There is no channel.');
      return toVersionedSettings(found).automatic;
    };
    await setText(null);
    expect(await automatic()).toBeUndefined();
    await setText('明天见');
    expect(await automatic()).toEqual({
      welcomes: false,
      saysClosed: false,
      nudgesBeforeMinutes: null,
      saysOutOfHours: true,
    });
  });
});
