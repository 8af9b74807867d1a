/** Conversations are offered to one operator after another, on the real server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Routing } from '../../src/domain/routing/routing';
import { rowsOf } from '../../src/store/engine/rows';
import { SYSTEM } from '../../src/store/people/audit-log';
import { createAvailability } from '../../src/store/routing/availability';
import { createBrandRouting } from '../../src/store/routing/brand-routing';
import { createOperatorStreams } from '../../src/store/routing/operator-streams';
import { startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { answerOffers } from '../support/offer-operators';
import { type OfferWatch, watchOffers } from '../support/offer-watch';
import { onThisMachine } from '../support/process-webhook';
import { type Customer, createScenario, type Scenario } from '../support/scenario';
import { randomFrom } from '../support/seeded-random';

jest.setTimeout(300_000);

const SECOND = 1_000;

describe('offers, on the real engine', () => {
  let scenario: Scenario;
  let watch: OfferWatch;
  beforeEach(async () => {
    // No regular look may be what makes it work.
    scenario = createScenario(await startDesk({ sweepEveryMs: 10 * 60_000 }));
    watch = await watchOffers(scenario.desk.database);
  }, 60_000);
  afterEach(async () => {
    await watch.stop();
    await scenario.desk.close();
  });

  const routing = (change: Partial<Routing>) => {
    const { database, brandId } = scenario.desk;
    return createBrandRouting(database).change(brandId, { mode: 'offer', ...change }, SYSTEM);
  };
  const setStatus = (id: string, status: 'online' | 'away' | 'handing_over') =>
    createAvailability(scenario.desk.database).setStatus(id, status);
  /** Operators with these capacities; nobody is connected. */
  const operators = async (capacities: readonly (number | null)[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const capacity of capacities) {
      const { operatorId } = await scenario.operator('Li');
      await scenario.desk.database.db.execute(
        sql`update operators set capacity = ${capacity} where id = ${operatorId}`,
      );
      ids.push(operatorId);
    }
    return ids;
  };
  const connect = (ids: readonly string[]) =>
    createOperatorStreams(scenario.desk.database, 'test').touch(ids);
  const by = (operatorId: string) => ({ operatorId, isAdministrator: false });
  const attended = async (): Promise<ReadonlyMap<string, number>> => {
    const rows = await rowsOf<{ operator_id: string; count: number }>(
      scenario.desk.database.db,
      sql`select operator_id, count(*)::int as count from conversations where state = 'active' group by 1`,
    );
    return new Map(rows.map((row) => [row.operator_id, row.count]));
  };
  const states = async () => {
    const rows = await rowsOf<{ state: string; count: number }>(
      scenario.desk.database.db,
      sql`select state, count(*)::int as count from conversations group by 1`,
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.count]));
  };
  const write = async (count: number, pauseMs = 0): Promise<readonly Customer[]> => {
    const customers = Array.from({ length: count }, () => scenario.customer());
    for (const customer of customers) {
      await customer.writes();
      await sleep(pauseMs);
    }
    return customers;
  };

  it('find everyone an operator: 100 conversations, 7 operators, two of whom go away and one of whom never answers', async () => {
    await routing({ offerSeconds: 10 });
    const ids = await operators([1, 2, 3, 2, 1, 2, 1]);
    const silent = ids[6] ?? '';
    const leaving = ids.slice(0, 2);
    await connect(ids);
    const random = randomFrom(11);
    const { conversationClient } = scenario.desk;
    const away = new Set<string>();
    let finished = 0;
    const answering = answerOffers(scenario.desk.database, async (offer) => {
      const { contact_id: contactId, conversation_id: conversationId, operator_id: operatorId } = offer;
      if (operatorId === silent) return;
      await sleep(random() * 300);
      const target = { contactId, conversationId, by: by(operatorId) };
      if (random() < 0.1) return conversationClient.decline(target);
      expect(await conversationClient.attend(target)).toMatchObject({ type: 'accepted' });
      await sleep(500 + random() * 1_500);
      expect(await conversationClient.complete(target)).toMatchObject({ type: 'accepted' });
      finished += 1;
    });
    const writing = write(100, 30);
    await eventually(() => finished >= 30, '30 are answered', 60_000);
    for (const id of leaving) {
      await setStatus(id, 'away');
      away.add(id);
    }
    const leftAt = Date.now();
    await writing;
    await eventually(() => finished === 100, 'all are answered', 90_000);
    await answering.stop();

    // The store shows it a moment after the workflow has answered.
    await eventually(async () => (await states())['completed'] === 100, 'all are shown as completed');
    expect(await watch.wrongClaims()).toEqual([]);
    const claims = await watch.claims();
    expect(claims.length).toBeGreaterThan(100);
    expect(claims.filter((one) => away.has(one.operator_id) && one.at > leftAt)).toEqual([]);
    expect(claims.filter((one) => one.operator_id === silent).length).toBeGreaterThan(1);
    expect(watch.needlessWaits()[0]?.ms ?? 0).toBeLessThan(onThisMachine(SECOND));
  });

  it('are divided evenly, and those of an operator who is silent go back after the return time, with a row', async () => {
    await routing({ offerSeconds: 10, autoAttend: true, returnAfterSeconds: 60 });
    const ids = await operators([null, null, null, null, null, null, null]);
    const [silent = '', ...others] = ids;
    await connect(ids);
    const customers = await write(70);
    await eventually(async () => (await states())['active'] === 70, 'all are attended', 30_000);
    const counts = [...(await attended()).values()];
    expect(counts).toHaveLength(7);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);

    // Everyone else replies.
    const ofSilent: Customer[] = [];
    for (const customer of customers) {
      const { operatorId } = (await customer.conversation()).conversation;
      if (operatorId === silent) ofSilent.push(customer);
      else await customer.isAnswered('hello', { by: by(operatorId ?? '') });
    }
    expect(ofSilent).toHaveLength(10);
    for (const customer of ofSilent) await customer.waits(61 * SECOND);
    for (const customer of ofSilent) {
      const { conversation } = await eventually(async () => {
        const found = await customer.conversation();
        return found.conversation.operatorId !== silent && found.conversation.state === 'active' && found;
      }, 'somebody else has it');
      expect(others).toContain(conversation.operatorId);
      const returned = (await customer.transcript()).filter(({ type }) => type === 'returned');
      expect(returned.map(({ content, sender }) => [content['reason'], sender.id])).toEqual([
        ['silent', silent],
      ]);
    }
    const after = [...(await attended())].filter(([id]) => id !== silent).map(([, count]) => count);
    expect(Math.max(...after) - Math.min(...after)).toBeLessThanOrEqual(1);
    expect(await watch.wrongClaims()).toEqual([]);
    expect(watch.needlessWaits()[0]?.ms ?? 0).toBeLessThan(onThisMachine(SECOND));
  });

  it('let one win of two who accept at once, and tell the other who', async () => {
    await routing({ offerSeconds: 30 });
    const [ann = '', ben = ''] = await operators([1, 1]);
    await connect([ann]);
    for (let round = 0; round < 5; round += 1) {
      const [customer] = await write(1);
      if (customer === undefined) throw new Error('There is no customer.');
      await eventually(
        async () => (await customer.conversation()).conversation.offering?.offer?.operatorId === ann,
        'it is offered',
      );
      // An offer is no lock.
      const results = await Promise.all([ann, ben].map((id) => customer.attend(by(id))));
      const winner = (await customer.becomes('active')).conversation.operatorId;
      const [lost] = results.filter((one) => one.type === 'refused');
      expect(results.filter((one) => one.type === 'accepted')).toHaveLength(1);
      expect(lost).toMatchObject({ refusal: { code: 'attended_by_other', operatorId: winner } });
      await customer.complete(by(winner ?? ''));
      await customer.becomes('completed');
    }
  });

  it('reach the longest waiting within a second when somebody comes', async () => {
    await routing({ offerSeconds: 30 });
    const [ann = ''] = await operators([5]);
    const customers = await write(20);
    await sleep(SECOND);
    watch.forget();
    await connect([ann]);
    const longest = customers.slice(0, 5);
    await Promise.all(
      longest.map((customer) =>
        eventually(
          async () => (await customer.conversation()).conversation.offering?.offer?.operatorId === ann,
          'it is offered',
        ),
      ),
    );
    await sleep(SECOND);
    expect(watch.needlessWaits()[0]?.ms ?? 0).toBeLessThan(onThisMachine(SECOND));
    expect(await watch.claims()).toHaveLength(5);
    expect(await watch.wrongClaims()).toEqual([]);
  });
});
