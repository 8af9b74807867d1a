import type { EventObjects } from '../../src/outgoing/body';
import { createDeliver, type DeliverDeps, type Endpoint } from '../../src/outgoing/deliver';
import type { GuardedClient } from '../../src/platform/network/guarded-client';
import type { TryRecord } from '../../src/store/webhooks/deliveries';
import type { DueDelivery } from '../../src/store/webhooks/due-delivery';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const due: DueDelivery = {
  sequence: 7,
  eventId: 'event',
  event: 'contact.created',
  channelId: 'channel',
  conversationId: null,
  contactId: 'contact',
  messageId: null,
  at: NOW,
  status: 'pending',
  cycle: 0,
  forgotten: 0,
  firstTryAt: null,
  step: 0,
  asked: 0,
  nextAttemptAt: null,
  isAlone: false,
  isDue: false,
  tries: 0,
};
const endpoint: Endpoint = {
  webhook: {
    id: 'webhook',
    url: 'https://example.com/hook',
    events: ['*'],
    brandIds: null,
    channelIds: null,
    format: 'native',
    description: '',
    disabled: null,
    publicKey: null,
    failingSince: null,
    createdAt: NOW,
  },
  secrets: { current: `whsec_${Buffer.alloc(32, 1).toString('base64')}`, former: [], privateKey: null },
};

function prepare(change: Partial<DeliverDeps> = {}) {
  const records: TryRecord[] = [];
  const logged: object[] = [];
  const disabled: string[] = [];
  const deliver = createDeliver({
    client: { call: async () => Promise.reject(new Error('No call is expected.')) },
    deliveries: {
      record: async (_id, _delivery, result) => {
        records.push(result);
        return { failingSince: null };
      },
    },
    webhooks: { disable: async (_id, reason) => void disabled.push(reason) },
    present: async (): Promise<EventObjects> => ({}),
    readSalesiqFacts: async () => ({ question: null, ownerEmail: null }),
    logger: { error: (fields) => void logged.push(fields) },
    clock: () => NOW,
    random: () => 0.5,
    ...change,
  });
  return { deliver, records, logged, disabled };
}
const options = () => ({ now: () => NOW, signal: new AbortController().signal });

describe('an event that cannot be made', () => {
  const broken = (): Promise<never> => Promise.reject(new TypeError('What is stored makes no sense.'));

  it('has failed like any other try, under the schedule, and is logged once', async () => {
    const { deliver, records, logged } = prepare({ present: broken });
    const first = await deliver(endpoint, due, options());
    expect(first).toMatchObject({ isSuccess: false, isOff: false, next: { at: NOW + 5_000, step: 1 } });
    expect(records).toMatchObject([
      { status: 'failed', attempt: { status: null, error: 'internal' }, request: null, answer: null },
    ]);
    await deliver(endpoint, { ...due, firstTryAt: NOW, step: 1, tries: 1 }, options());
    expect(records).toHaveLength(2);
    expect(logged).toMatchObject([{ webhookId: 'webhook', sequence: 7, event: 'contact.created' }]);
  });

  it('is not recorded where the database is away: the activity is repeated', async () => {
    const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { deliver, records } = prepare({ present: () => Promise.reject(away) });
    await expect(deliver(endpoint, due, options())).rejects.toBe(away);
    expect(records).toEqual([]);
  });
});

describe('a try that is ended', () => {
  /** Ends while the endpoint is called. */
  const ending = () => {
    const controller = new AbortController();
    const client: Pick<GuardedClient, 'call'> = {
      call: async ({ signal }) => {
        controller.abort(new Error('stopping'));
        signal?.throwIfAborted();
        throw new Error('It was not aborted.');
      },
    };
    return { client, options: { now: () => NOW, signal: controller.signal } };
  };

  it('is not recorded: it is repeated', async () => {
    const { client, options: given } = ending();
    const { deliver, records } = prepare({ client });
    await expect(deliver(endpoint, due, given)).rejects.toThrow('stopping');
    expect(records).toEqual([]);
  });

  it('is recorded if it is a test, which nobody repeats', async () => {
    const { client, options: given } = ending();
    const { deliver, records } = prepare({ client });
    await deliver(endpoint, { ...due, event: 'webhook.test' }, { ...given, isOnce: true });
    expect(records).toMatchObject([{ status: 'dead', attempt: { status: null, error: 'aborted' } }]);
    expect(records[0]?.request).not.toBeNull();
  });
});
