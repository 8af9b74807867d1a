/** What the watch over runs reads from the store every few minutes, for every open conversation. */
import { sql } from 'drizzle-orm';
import { plansOf, READS_WHOLE_TABLE } from '../../../bench/rows/plans';
import {
  countUnfinishedContacts,
  unfinishedContacts,
} from '../../../src/store/conversations/open-conversations';
import { createProjections } from '../../../src/store/conversations/projections';
import { describeWithDatabase } from '../../support/database';
import { type Begun, beginOne, createPlace, type Place, projectionOf } from '../../support/scenario-store';

describeWithDatabase('contacts with an unfinished conversation', (database) => {
  let place: Place;
  beforeEach(async () => {
    place = await createPlace(database());
  });

  const add = async (changes: Partial<Begun['conversation']> = {}, daysAgo = 0): Promise<Begun> => {
    const begun = await beginOne(database(), place);
    const conversation = { ...begun.conversation, ...changes };
    await createProjections(database())(projectionOf({ ...begun, conversation }, 1));
    await database().db.execute(
      sql`update conversations set changed_at = changed_at - ${daysAgo} * interval '1 day' where id = ${conversation.id}`,
    );
    return begun;
  };
  const outbound = [
    {
      messageId: 'one',
      operatorId: 'li',
      kind: 'text',
      whenBlocked: 'reject',
      status: 'queued',
      chargedToMain: true,
      chargedToTrigger: null,
      attempts: 0,
      busyAnswers: 0,
      notBefore: null,
    },
  ] as const;

  it('are those with an open one, however old, and those with messages that may still leave', async () => {
    const open = await add({}, 30);
    const leaving = await add({ state: 'completed', completedReason: 'operator', outbound });
    await add({ state: 'completed', completedReason: 'operator' });
    await add({ state: 'completed', completedReason: 'operator', outbound }, 4);
    const wanted = [open.contactId, leaving.contactId].sort();
    expect(await unfinishedContacts(database(), '', 100)).toEqual(wanted);
    expect(await unfinishedContacts(database(), wanted[0] ?? '', 100)).toEqual(wanted.slice(1));
    expect(await unfinishedContacts(database(), '', 1)).toEqual(wanted.slice(0, 1));
    expect(await countUnfinishedContacts(database())).toBe(2);
  });

  it('are found without reading a whole table', async () => {
    const { conversation } = await add();
    await database().db.execute(sql`
      insert into conversations (id, contact_id, channel_id, brand_id, state, version, settings_version, snapshot, run_id,
        clock_offset_ms, started_at, changed_at)
      select 'old-' || n, contact_id, channel_id, brand_id, 'completed', 1, 1, snapshot, run_id, 0, now(), now() - interval '9 days'
      from conversations, generate_series(1, 5000) n where id = ${conversation.id}`);
    await database().db.execute(sql`analyze conversations`);
    const plans = await plansOf(database(), (watched) => unfinishedContacts(watched, '', 100));
    expect(plans).toEqual([expect.not.stringMatching(READS_WHOLE_TABLE)]);
  });

  it('are read page by page: a page does not cost more with more of them', async () => {
    const { conversation } = await add();
    await database().db.execute(sql`
      insert into contacts (id, channel_id, open_id)
      select 'contact-' || n, channel_id, 'oMany' || n from contacts, generate_series(1, 5000) n where id = ${conversation.contactId}`);
    await database().db.execute(sql`
      insert into conversations (id, contact_id, channel_id, brand_id, state, version, settings_version, snapshot, run_id,
        clock_offset_ms, started_at, changed_at)
      select 'open-' || n, 'contact-' || n, channel_id, brand_id, 'waiting', 1, 1, snapshot, run_id, 0, now(), now()
      from conversations, generate_series(1, 5000) n where id = ${conversation.id}`);
    await database().db.execute(sql`analyze conversations`);
    const plans = await plansOf(database(), (watched) => unfinishedContacts(watched, 'contact-2', 100));
    expect(plans).toEqual([expect.not.stringMatching(/Sort|Aggregate/)]);
    expect(plans).toEqual([expect.stringContaining('conversations_unfinished')]);
  });
});
