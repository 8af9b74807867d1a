/** A brand of its own, with routing, opening hours and operators who are there, for scenarios. */
import { sql } from 'drizzle-orm';
import type { Actor, Conversation } from '../../src/domain/conversation/conversation';
import type { Period } from '../../src/domain/hours/opening-hours';
import type { Routing } from '../../src/domain/routing/routing';
import type { ChannelFields } from '../../src/store/channels/channel-change';
import { createHoursStore } from '../../src/store/hours/hours';
import { SYSTEM } from '../../src/store/people/audit-log';
import { createBrandStore } from '../../src/store/people/brands';
import { createBrandRouting } from '../../src/store/routing/brand-routing';
import type { DeskChannel } from './desk';
import { eventually } from './eventually';
import { addGroup, addOperator, connect, setStatus } from './routing-store';
import { type Customer, HOUR, type Scenario } from './scenario';

export type RoutedBrand = {
  readonly brandId: string;
  readonly channel: DeskChannel;
  /** A customer of its channel. */
  readonly customer: () => Customer;
  /** An operator of the brand who is there, unless told otherwise. */
  readonly operator: (options?: { capacity?: number | null; isConnected?: boolean }) => Promise<Actor>;
  /** The operator opens the console. */
  readonly connects: (operator: Actor) => Promise<void>;
  readonly chooses: (operator: Actor, status: 'online' | 'away' | 'handing_over') => Promise<void>;
  readonly group: (...operators: readonly Actor[]) => Promise<string>;
  readonly changeRouting: (change: Partial<Routing>) => Promise<void>;
  /**
   * Opens the channel every day between two full hours, counted from the one that has begun last: `0, 3` is open now,
   * `2, 4` opens in one to two hours.
   */
  readonly opens: (fromHour: number, toHour: number) => Promise<void>;
  readonly isAlwaysOpen: () => Promise<void>;
};

export type RoutedBrandOptions = {
  readonly routing?: Partial<Routing>;
  readonly settings?: ChannelFields['settings'];
  readonly hours?: readonly [fromHour: number, toHour: number];
};

/** Makes one, with one channel; it has no operators yet. */
export async function addRoutedBrand(
  scenario: Scenario,
  { routing = {}, settings = {}, hours }: RoutedBrandOptions = {},
): Promise<RoutedBrand> {
  const { desk } = scenario;
  const { database } = desk;
  const { id: brandId } = await createBrandStore(database).create({ name: 'Routed' });
  const routings = createBrandRouting(database);
  const openingHours = createHoursStore(database);
  const changeRouting = async (change: Partial<Routing>): Promise<void> => {
    await routings.change(brandId, change, SYSTEM);
  };
  const opens: RoutedBrand['opens'] = async (fromHour, toHour) => {
    const period = [clock(fromHour), clock(toHour)] as const satisfies Period;
    const days = {
      mon: [period],
      tue: [period],
      wed: [period],
      thu: [period],
      fri: [period],
      sat: [period],
      sun: [period],
    };
    await openingHours.setOfBrand(brandId, { timeZone: 'UTC', weekly: days, exceptions: [] }, SYSTEM);
  };
  await changeRouting(routing);
  if (hours !== undefined) await opens(...hours);
  const channel = await desk.addChannel(settings, brandId);
  const place = { brandId, channelId: channel.channelId };
  return {
    brandId,
    channel,
    customer: () => scenario.customer({ channel }),
    async operator(options) {
      return { operatorId: await addOperator(database, place, options), isAdministrator: false };
    },
    async connects({ operatorId }) {
      await connect(database, operatorId);
      await database.db.execute(sql`select pg_notify('duihua_routing', '{}')`);
    },
    async chooses({ operatorId }, status) {
      await setStatus(database, operatorId, status);
      await database.db.execute(sql`select pg_notify('duihua_routing', '{}')`);
    },
    group: (...operators) =>
      addGroup(
        database,
        place,
        operators.map(({ operatorId }) => operatorId),
      ),
    changeRouting,
    opens,
    async isAlwaysOpen() {
      await openingHours.setOfBrand(brandId, null, SYSTEM);
    },
  };
}

/** The full hour that began last, and so many hours later, as a clock in UTC shows it. */
function clock(hours: number): string {
  return `${String(new Date(Date.now() + hours * HOUR).getUTCHours()).padStart(2, '0')}:00`;
}

/** The conversation, as soon as it is offered to one of these operators; resolves with whom it is. */
export async function isOfferedTo(customer: Customer, ...operators: readonly Actor[]): Promise<Actor> {
  return eventually(async () => {
    const { offering } = (await customer.conversation()).conversation;
    return operators.find(({ operatorId }) => operatorId === offering?.offer?.operatorId) ?? null;
  }, `it is offered to one of ${operators.length}`);
}

/** The conversation, as soon as the store shows that it has found nobody. */
export async function isIdle(customer: Customer): Promise<Conversation> {
  return eventually(async () => {
    const { conversation } = await customer.conversation();
    return conversation.offering?.idle === undefined ? null : conversation;
  }, 'nobody is there for it');
}
