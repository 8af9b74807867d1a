/** Times by the clock of a contact's phone, which the demo moves forward. */
import { sql } from 'drizzle-orm';
import type { Conversation } from '../../../src/domain/conversation/conversation';
import { createContacts } from '../../../src/store/contacts/contacts';
import { createConversations } from '../../../src/store/conversations/conversations';
import { createProjections } from '../../../src/store/conversations/projections';
import { createTranscript } from '../../../src/store/transcript/transcript';
import { describeWithDatabase } from '../../support/database';
import { type Begun, beginOne, createPlace, projectionOf } from '../../support/scenario-store';

const HOUR = 3_600_000;

describeWithDatabase('the clock of a contact', (database) => {
  const begin = async (openId: string): Promise<Begun> => {
    const begun = await beginOne(database(), await createPlace(database()), openId);
    const { messageId, conversation } = begun;
    const files = [{ messageId, conversationId: conversation.id, version: 1 }];
    await createProjections(database())(projectionOf(begun, 1, { files }));
    return begun;
  };
  const messageOf = async ({ messageId }: Begun) => createTranscript(database()).message(messageId);
  const wallTimeOf = async ({ messageId }: Begun, column: 'created_at' | 'sent_at') => {
    const { rows } = await database().db.execute<{ at: Date | string }>(
      sql`select ${sql.raw(column)} as at from messages where id = ${messageId}`,
    );
    return new Date(rows[0]?.at ?? 0).getTime();
  };

  it('is the wall clock if no one has moved it', async () => {
    const begun = await begin('oStill');
    expect((await messageOf(begun))?.createdAt).toBe(await wallTimeOf(begun, 'created_at'));
    const stored = await createConversations(database()).get(begun.conversation.id);
    expect(stored).toMatchObject({ clockOffsetMs: 0, clockShiftMs: 0 });
  });

  it('is ahead from the moment it was moved; earlier times stay as they were', async () => {
    const begun = await begin('oMoved');
    const { contactId } = begun;
    const written = await wallTimeOf(begun, 'created_at');
    const contacts = createContacts(database());
    await contacts.moveClock(contactId, 20 * HOUR, written + 1_000);
    await contacts.moveClock(contactId, HOUR, written + 2_000);
    expect((await messageOf(begun))?.createdAt).toBe(written);
    const sentAt = async (wall: number) => {
      await database().db.execute(
        sql`update messages set sent_at = ${new Date(wall).toISOString()}::timestamptz where id = ${begun.messageId}`,
      );
      return (await messageOf(begun))?.sentAt;
    };
    expect(await sentAt(written + 1_500)).toBe(written + 1_500 + 20 * HOUR);
    expect(await sentAt(written + 9_000)).toBe(written + 9_000 + 21 * HOUR);
  });

  it('shows a later conversation, which begins at the wall clock again, at the phone’s time', async () => {
    const first = await begin('oLater');
    await createContacts(database()).moveClock(first.contactId, 48 * HOUR, Date.now());
    const conversation = { ...first.conversation, id: 'second' };
    const project = createProjections(database());
    await project({ ...projectionOf(first, 2), conversations: [completed(first), conversation] });
    const shiftOf = async (id: string) => (await createConversations(database()).get(id))?.clockShiftMs;
    expect(await shiftOf('second')).toBe(48 * HOUR);
    expect(await shiftOf(first.conversation.id)).toBe(0);
    // It is the conversation's for good, whatever its own clock does later.
    await createContacts(database()).moveClock(first.contactId, HOUR, Date.now());
    await project({ ...projectionOf(first, 3), now: Date.now() + HOUR, conversations: [conversation] });
    expect(await shiftOf('second')).toBe(48 * HOUR);
  });

  it('follows a conversation that was fast-forwarded itself', async () => {
    const begun = await begin('oAhead');
    await createContacts(database()).moveClock(begun.contactId, 48 * HOUR, Date.now());
    const renewed = { ...begun.conversation, id: 'renewed' };
    const now = Date.now() + 48 * HOUR;
    await createProjections(database())({
      ...projectionOf(begun, 2),
      now,
      conversations: [completed(begun), renewed],
    });
    const stored = await createConversations(database()).get('renewed');
    expect(stored?.clockShiftMs).toBe(0);
  });
});

/** A contact has one open conversation at most: the earlier one is over when the next begins. */
const completed = ({ conversation }: Begun): Conversation => ({
  ...conversation,
  state: 'completed',
  completedAt: Date.now(),
  completedReason: 'operator',
});
