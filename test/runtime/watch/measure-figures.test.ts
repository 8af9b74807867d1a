/** The figures that alarms are made of, with their causes created in the database. */
import { sql } from 'drizzle-orm';
import { Registry } from 'prom-client';
import { newId } from '../../../src/platform/ids';
import { measureFigures } from '../../../src/runtime/watch/measure-figures';
import { createProjections } from '../../../src/store/conversations/projections';
import { describeWithDatabase } from '../../support/database';
import { beginOne, createPlace, projectionOf } from '../../support/scenario-store';

describeWithDatabase('the figures of the desk', (database) => {
  /** Asks a new process, which has nothing cached. */
  const figures = async (): Promise<readonly string[]> => {
    const metrics = new Registry();
    measureFigures(metrics, database());
    return (await metrics.metrics()).split('\n').filter((line) => line.startsWith('duihua_'));
  };
  const run = (statement: ReturnType<typeof sql>) => database().db.execute(statement);

  it('are all there, at 0, when nothing has happened', async () => {
    expect(await figures()).toEqual([
      'duihua_conversations{state="bot"} 0',
      'duihua_conversations{state="waiting"} 0',
      'duihua_conversations{state="missed"} 0',
      'duihua_conversations{state="active"} 0',
      'duihua_messages_held 0',
      'duihua_outgoing_webhooks_troubled{state="failing"} 0',
      'duihua_outgoing_webhooks_troubled{state="gave_up"} 0',
      'duihua_outgoing_webhooks_troubled{state="gone"} 0',
    ]);
  });

  it('count conversations by state, and leave out completed and erased ones', async () => {
    const place = await createPlace(database());
    const states = ['waiting', 'waiting', 'missed', 'completed', 'active'];
    for (const state of states) {
      const begun = await beginOne(database(), place);
      await createProjections(database())(projectionOf(begun, 1));
      await run(sql`update conversations set state = ${state} where id = ${begun.conversation.id}`);
    }
    await run(sql`update conversations set is_erased = true where state = 'active'`);
    expect(await figures()).toEqual(
      expect.arrayContaining([
        'duihua_conversations{state="waiting"} 2',
        'duihua_conversations{state="missed"} 1',
        'duihua_conversations{state="active"} 0',
      ]),
    );
  });

  it('count what failed within the last hour by its code, and what is held', async () => {
    const place = await createPlace(database());
    const { contactId } = await beginOne(database(), place);
    const add = (status: string, code: string | null, ageMinutes: number, isResolved = false) =>
      run(sql`insert into messages (id, contact_id, channel_id, direction, type, content, sender_kind, status, error,
            changed_at, resolved_at)
          values (${newId()}, ${contactId}, ${place.channelId}, 'outbound', 'text', '{}', 'operator', ${status},
            ${code === null ? null : JSON.stringify({ code })}::jsonb,
            clock_timestamp() - ${ageMinutes} * interval '1 minute', ${isResolved ? sql`clock_timestamp()` : null})`);
    await run(sql`alter table messages disable trigger user`);
    await add('failed', 'not_subscribed', 5);
    await add('failed', 'not_subscribed', 59);
    await add('failed', 'content_too_long', 5);
    await add('failed', 'content_too_long', 61);
    await add('failed', 'not_subscribed', 5, true);
    await add('held', null, 600);
    await add('unknown', null, 5);
    await run(sql`alter table messages enable trigger user`);
    const lines = await figures();
    expect(lines.filter((line) => /failed|held/.test(line)).sort()).toEqual([
      'duihua_messages_failed_last_hour{code="content_too_long"} 1',
      'duihua_messages_failed_last_hour{code="not_subscribed"} 2',
      'duihua_messages_held 1',
    ]);
  });

  it('count channels that WeChat refuses, and outgoing webhooks in trouble', async () => {
    for (const [status, code] of [
      ['live', 40164],
      ['live', 40164],
      ['disabled', 40013],
    ] as const) {
      const { channelId } = await createPlace(database());
      await run(sql`update channels set status = ${status}, unhealthy_since = clock_timestamp(),
          trouble = ${JSON.stringify({ wechatCode: code, errmsg: 'x' })}::jsonb where id = ${channelId}`);
    }
    const webhook = (disabledReason: string | null, isFailing: boolean) =>
      run(sql`insert into webhooks (id, url, events, format, description, secrets_sealed, cursor, disabled_at,
            disabled_reason, failing_since)
          values (${newId()}, 'https://example.com', '{*}', 'standard', '', '', 0,
            ${disabledReason === null ? null : sql`clock_timestamp()`}, ${disabledReason},
            ${isFailing ? sql`clock_timestamp()` : null})`);
    await webhook(null, false);
    await webhook(null, true);
    await webhook('by_hand', true);
    await webhook('failing', true);
    await webhook('gone', false);
    expect((await figures()).filter((line) => /refused|troubled/.test(line))).toEqual([
      'duihua_channels_refused{wechat_code="40164"} 2',
      'duihua_outgoing_webhooks_troubled{state="failing"} 1',
      'duihua_outgoing_webhooks_troubled{state="gave_up"} 1',
      'duihua_outgoing_webhooks_troubled{state="gone"} 1',
    ]);
  });

  it('are left out while they cannot be read', async () => {
    const metrics = new Registry();
    const broken = { db: { execute: () => Promise.reject(new Error('the database is down')) } };
    measureFigures(metrics, broken as unknown as Parameters<typeof measureFigures>[1]);
    const lines = (await metrics.metrics()).split('\n').filter((line) => line.startsWith('duihua_'));
    expect(lines).toEqual(['duihua_messages_held Nan']);
  });
});
