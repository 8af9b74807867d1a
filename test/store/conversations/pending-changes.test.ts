/** Deleted bots are found among all open conversations again and again, in each process. */
import { sql } from 'drizzle-orm';
import { fillConversations } from '../../../bench/rows/fill-conversations';
import { newBotPart } from '../../../src/domain/conversation/bot/bot-part';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createBots } from '../../../src/store/bots/bots';
import { createPendingChanges } from '../../../src/store/conversations/pending-changes';
import { createProjections } from '../../../src/store/conversations/projections';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { describeWithDatabase } from '../../support/database';
import { beginOne, createPlace, type Place, projectionOf } from '../../support/scenario-store';

const MANY = 2_000;

describeWithDatabase('open conversations of deleted bots', (database) => {
  const bots = () => createBots(database(), { secretBox: createSecretBox([Buffer.alloc(32, 7)]) });
  const addBot = async (brandId: string): Promise<string> => {
    const made = { brandId, kind: 'rules', name: 'Tea', aiLabel: false, fields: {} };
    return (await bots().create(made, SYSTEM)).id;
  };
  const open = async (place: Place, botId: string, isRemoved?: true): Promise<string> => {
    const begun = await beginOne(database(), place);
    const bot = { ...newBotPart(botId), ...(isRemoved === undefined ? {} : { isRemoved }) };
    const conversation = { ...begun.conversation, state: 'bot' as const, hasBot: true, bot };
    await createProjections(database())(projectionOf({ ...begun, conversation }, 1));
    return begun.contactId;
  };
  const claimed = async () =>
    (await createPendingChanges(database()).claimPending(100))
      .filter(({ news }) => news === 'bot_removed')
      .map(({ contactId, change }) => ({ contactId, change }));

  it('are told of it, each of its own bot, until they show it', async () => {
    const place = await createPlace(database());
    const ids = [await addBot(place.brandId), await addBot(place.brandId), await addBot(place.brandId)];
    const [first = '', second = '', third = ''] = ids;
    const contacts = [
      await open(place, first),
      await open(place, second),
      await open(place, third),
      await open(place, first),
    ];
    await open(place, first, true);
    expect(await claimed()).toEqual([]);
    await bots().remove(first, SYSTEM);
    await bots().remove(third, SYSTEM);
    const told = await claimed();
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        { contactId: contacts[0], change: first },
        { contactId: contacts[2], change: third },
        { contactId: contacts[3], change: first },
      ]),
    );
  });

  it('are not looked for among those of bots that exist', async () => {
    await fillConversations(database(), { conversations: MANY, textOf: (n) => `text ${n}` });
    const botId = await addBot('brand-0');
    await database().db.execute(
      sql`update conversations set state = 'bot', snapshot = snapshot || jsonb_build_object('bot', jsonb_build_object('botId', ${botId}::text))`,
    );
    await database().db.execute(sql`analyze conversations`);
    await createPendingChanges(database()).read();
    const reads = async (): Promise<number> => {
      await database().db.execute(sql`select pg_stat_force_next_flush()`);
      const { rows } = await database().db.execute<{ read: string }>(
        sql`select idx_tup_read as read from pg_stat_user_indexes where indexrelname = 'conversations_bot'`,
      );
      return Number(rows[0]?.read ?? Number.NaN);
    };
    const before = await reads();
    await createPendingChanges(database()).read();
    expect((await reads()) - before).toBeLessThan(100);
  });
});
