/** The database's order by urgency: the same as that of the rules. */
import { sql } from 'drizzle-orm';
import { CONVERSATION_STATES } from '../../../src/domain/conversation/conversation';
import { PRIORITIES, urgencyOf } from '../../../src/domain/lists/urgency';
import { createProjections } from '../../../src/store/conversations/projections';
import { rowsOf } from '../../../src/store/engine/rows';
import { describeWithDatabase } from '../../support/database';
import { beginOne, createPlace, projectionOf } from '../../support/scenario-store';
import { randomFrom } from '../../support/seeded-random';

describeWithDatabase('the order by urgency', (database) => {
  it('is the same number in the database as in the rules, for any state, anchor, priority and clock', async () => {
    const random = randomFrom(7);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const place = await createPlace(database());
    const project = createProjections(database());
    for (let round = 0; round < 60; round += 1) {
      const begun = await beginOne(database(), place, `openid-${round}`);
      // Also with a fraction of a millisecond, as the ages of items once had.
      const at = Date.now() - random() * 200_000_000;
      const conversation = {
        ...begun.conversation,
        state: pick(CONVERSATION_STATES),
        startedAt: at,
        ringingSince: at + 5_000,
        missedAt: at + 65_000,
        settings: {
          ...begun.conversation.settings,
          windowAnchor: pick(['conversation-start', 'last-inbound'] as const),
        },
        window: {
          ...begun.conversation.window,
          lastInboundAt: at + 90_000,
          closedByWeChatAt: pick([null, at + 100_000]),
          // Of a reopened one, whose window is older than itself.
          ...pick([{}, { startedAt: at - 30_000_000.5 }]),
        },
      };
      const { id } = conversation;
      const files = [{ messageId: begun.messageId, conversationId: id, version: 1 }];
      const now = Date.now() + pick([0, 7_200_000]);
      await project({ ...projectionOf({ ...begun, conversation }, 1, { files }), now });
      const priority = pick(PRIORITIES);
      await database().db.execute(sql`update conversations set priority = ${priority} where id = ${id}`);
      const [row] = await rowsOf<{ urgency: string; is_unanswered: boolean; clock_offset_ms: string }>(
        database().db,
        sql`select urgency, is_unanswered, clock_offset_ms from conversations where id = ${id}`,
      );
      const isUnanswered = conversation.state !== 'completed';
      expect(row?.is_unanswered).toBe(isUnanswered);
      const facts = { isUnanswered, priority, clockOffsetMs: Number(row?.clock_offset_ms) };
      expect(Number(row?.urgency)).toBe(urgencyOf(conversation, facts));
    }
  });

  it('has a reopened conversation by the window that it continues, not by its own start', async () => {
    const { conversation } = await beginOne(database(), await createPlace(database()));
    const at = 1_800_000_000_000;
    const placeInDatabase = async (window: object): Promise<number> => {
      const snapshot = { ...conversation, startedAt: at, window: { ...conversation.window, ...window } };
      const [row] = await rowsOf<{ place: string }>(
        database().db,
        sql`select urgency_of('active', ${JSON.stringify(snapshot)}::jsonb, 0, true, 'normal') as place`,
      );
      return Number(row?.place);
    };
    expect(await placeInDatabase({ startedAt: at - 47 * 3_600_000 })).toBeLessThan(await placeInDatabase({}));
  });

  it('has active conversations whose windows close in one minute by priority', async () => {
    const { conversation } = await beginOne(database(), await createPlace(database()));
    const at = 1_800_000_000_000;
    const active = (startedAt: number) => ({ ...conversation, state: 'active' as const, startedAt });
    const place = (startedAt: number, priority: (typeof PRIORITIES)[number], isUnanswered = true) =>
      urgencyOf(active(startedAt), { isUnanswered, priority, clockOffsetMs: 0 });
    const sorted = [
      place(at + 59_999, 'urgent'),
      place(at, 'high'),
      place(at, 'normal'),
      place(at + 1, 'normal'),
      place(at, 'low'),
      place(at + 60_000, 'urgent'),
      place(at, 'urgent', false),
    ];
    expect([...sorted].sort((a, b) => a - b)).toEqual(sorted);
  });
});
