import { sql } from 'drizzle-orm';
import { type ChannelTroubles, createChannelTroubles } from '../../../src/store/channels/channel-troubles';
import { createPendingChanges } from '../../../src/store/conversations/pending-changes';
import { createProjections } from '../../../src/store/conversations/projections';
import { createSendLedger } from '../../../src/store/transcript/send-ledger';
import { describeWithDatabase } from '../../support/database';
import { type Begun, beginOne, createPlace, projectionOf } from '../../support/scenario-store';

const REFUSAL = { wechatCode: 40164, errmsg: 'invalid ip 203.0.113.7, not in whitelist' };
const waitingMessage = {
  messageId: 'm',
  operatorId: 'li',
  kind: 'text',
  whenBlocked: 'reject',
  status: 'queued',
  chargedToMain: true,
  chargedToTrigger: null,
  attempts: 1,
  busyAnswers: 0,
  notBefore: null,
  waitsForChannel: true,
} as const;

describeWithDatabase('the troubles of channels', (database) => {
  let troubles: ChannelTroubles;
  let channelId: string;
  let begun: Begun;
  beforeEach(async () => {
    troubles = createChannelTroubles(database());
    const place = await createPlace(database());
    ({ channelId } = place);
    await database().db.execute(sql`update channels set status = 'live' where id = ${channelId}`);
    begun = await beginOne(database(), place, 'anna');
  });

  const waits = (version: number, isWaiting: boolean) =>
    createProjections(database())(
      projectionOf(begun, version, {
        conversations: [{ ...begun.conversation, outbound: isWaiting ? [waitingMessage] : [] }],
      }),
    );
  const minutePasses = () =>
    database().db.execute(
      sql`update channels set probe_at = clock_timestamp() - interval '1 second'
          where id = ${channelId} and unhealthy_since is not null`,
    );
  const mine = async () => (await troubles.claimProbes()).filter((one) => one.channelId === channelId);
  const released = async () => {
    const claimed = await createPendingChanges(database()).claimReleased(1_000);
    return claimed.some(({ contactId }) => contactId === begun.contactId);
  };

  it('a probe is due a minute after the refusal, and only one caller can claim it', async () => {
    await troubles.report(channelId, REFUSAL);
    await waits(2, true);
    expect(await mine()).toEqual([]);
    await minutePasses();
    const claims = await Promise.all(Array.from({ length: 8 }, mine));
    expect(claims.flat()).toEqual([{ channelId, contactId: begun.contactId }]);
    expect(await mine()).toEqual([]);
  });

  it('for each probe one of the waiting messages may try', async () => {
    await troubles.report(channelId, REFUSAL);
    await waits(2, true);
    expect(await troubles.takeProbe(channelId)).toBe(false);
    await minutePasses();
    await mine();
    const takes = await Promise.all(Array.from({ length: 8 }, () => troubles.takeProbe(channelId)));
    expect(takes.filter(Boolean)).toHaveLength(1);
    // The next one a minute after the call, and not after the claim.
    expect(await mine()).toEqual([]);
  });

  it('if no message is waiting, WeChat is asked instead', async () => {
    await troubles.report(channelId, REFUSAL);
    await minutePasses();
    expect(await mine()).toEqual([{ channelId, contactId: null }]);
    expect(await troubles.takeProbe(channelId)).toBe(false);
  });

  it('another refusal does not delay the probe', async () => {
    await troubles.report(channelId, REFUSAL);
    await minutePasses();
    await troubles.report(channelId, { ...REFUSAL, wechatCode: 50002 });
    expect(await mine()).toHaveLength(1);
  });

  it('waiting conversations are signalled once the channel works again, until they show that nothing is waiting', async () => {
    await troubles.report(channelId, REFUSAL);
    await waits(2, true);
    expect(await released()).toBe(false);
    await troubles.recover(channelId);
    expect(await released()).toBe(true);
    await waits(3, false);
    expect(await released()).toBe(false);
  });

  it('waiting conversations are signalled at once if the channel works again another time', async () => {
    await troubles.report(channelId, REFUSAL);
    await waits(2, true);
    for (let time = 0; time < 3; time += 1) {
      await troubles.report(channelId, REFUSAL);
      await troubles.recover(channelId);
      expect([await released(), await released()]).toEqual([true, false]);
    }
  });

  it('a delivery learns of the trouble until it is over', async () => {
    const ledger = createSendLedger(database());
    await troubles.report(channelId, REFUSAL);
    expect((await ledger.read(begun.messageId))?.troubleCode).toBe(40164);
    await troubles.recover(channelId);
    expect((await ledger.read(begun.messageId))?.troubleCode).toBeNull();
  });
});
