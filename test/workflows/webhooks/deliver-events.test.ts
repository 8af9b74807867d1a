/** The activity that delivers, with a store that answers as a test says. */
import { createDeliverEvents, type DeliverEventsDeps } from '../../../src/activities/webhooks/deliver-events';
import type { Delivered } from '../../../src/outgoing/deliver';
import { Secret } from '../../../src/platform/secrets/secret';
import type { DueDelivery } from '../../../src/store/webhooks/due-delivery';
import type { Webhook, WebhookSecrets } from '../../../src/store/webhooks/webhooks';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const dueOf = (sequence: number, change: Partial<DueDelivery> = {}): DueDelivery => ({
  sequence,
  eventId: `event-${sequence}`,
  event: 'contact.created',
  channelId: 'channel',
  conversationId: null,
  contactId: 'a',
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
  ...change,
});
const success: Delivered = { isSuccess: true, next: null, isOverloaded: false, isOff: false };

function prepare(due: readonly DueDelivery[], result: (sequence: number) => Delivered = () => success) {
  const webhook = {
    id: 'webhook',
    url: 'https://example.com/old',
    disabled: null as Webhook['disabled'],
  };
  const secrets = { current: 'old' };
  const tried: string[] = [];
  const deps: { -readonly [Name in keyof DeliverEventsDeps]: DeliverEventsDeps[Name] } = {
    webhooks: {
      findWithSecrets: async () => ({
        webhook: { ...webhook } as Webhook,
        secrets: new Secret<WebhookSecrets>({ ...secrets, former: [], privateKey: null }),
      }),
    },
    deliveries: {
      due: async (_id, sequences) => due.filter(({ sequence }) => sequences.includes(sequence)),
    },
    deliver: async (endpoint, { sequence }) => {
      tried.push(`${sequence} ${endpoint.webhook.url} ${endpoint.secrets.current}`);
      return result(sequence);
    },
    heartbeat: () => ({ beat: () => undefined, signal: new AbortController().signal }),
  };
  const run = (sequences: readonly number[]) =>
    createDeliverEvents(deps)({ webhookId: 'webhook', work: [{ thread: 'a', sequences }], now: NOW });
  return { run, webhook, secrets, tried, deps };
}

describe('a batch', () => {
  it('has the address and the secrets that the endpoint has at each try', async () => {
    const { run, webhook, secrets, tried } = prepare([dueOf(1), dueOf(2)], () => {
      webhook.url = 'https://example.com/new';
      secrets.current = 'new';
      return success;
    });
    await run([1, 2]);
    expect(tried).toEqual(['1 https://example.com/old old', '2 https://example.com/new new']);
  });

  it('ends when the endpoint is disabled meanwhile; what is left is not tried', async () => {
    const { run, webhook, tried } = prepare([dueOf(1), dueOf(2)], () => {
      webhook.disabled = { at: NOW, reason: 'by_hand' };
      return success;
    });
    const result = await run([1, 2]);
    expect(tried).toHaveLength(1);
    expect(result).toMatchObject({ isOff: true, tried: [{ sequence: 1 }] });
  });

  it('that is repeated reports what was recorded: what failed is not tried again before its time', async () => {
    const failed = dueOf(1, {
      status: 'failed',
      firstTryAt: NOW,
      step: 1,
      nextAttemptAt: NOW + 5_000,
      tries: 1,
    });
    const { run, tried } = prepare([failed, dueOf(2)]);
    expect(await run([1, 2])).toMatchObject({
      tried: [{ sequence: 1, cycle: 0, retryAt: NOW + 5_000, isAlone: false }],
      successes: 0,
    });
    expect(tried).toEqual([]);
    const { run: runLater, tried: triedLater } = prepare([{ ...failed, nextAttemptAt: NOW }]);
    await runLater([1]);
    expect(triedLater).toHaveLength(1);
  });

  it('that is repeated leaves what goes on alone to its own workflow, and the others pass', async () => {
    const alone = dueOf(1, { status: 'failed', nextAttemptAt: NOW - 1, isAlone: true });
    const { run, tried } = prepare([alone, dueOf(2)]);
    expect((await run([1, 2])).tried).toMatchObject([
      { sequence: 1, retryAt: NOW - 1, isAlone: true },
      { sequence: 2, retryAt: null },
    ]);
    expect(tried).toEqual(['2 https://example.com/old old']);
  });
});

describe('what goes on alone', () => {
  const alone = dueOf(1, { status: 'failed', nextAttemptAt: NOW + 7_200_000, isAlone: true });

  it('is tried once its pause is over, by the clock of the workflow that waited', async () => {
    const { run, tried } = prepare([alone]);
    expect((await run([1])).tried).toMatchObject([{ retryAt: NOW + 7_200_000, isAlone: true }]);
    expect(tried).toEqual([]);
    const clocks: number[] = [];
    const { run: runDue, deps } = prepare([{ ...alone, isDue: true }]);
    deps.deliver = async (_endpoint, _due, { now }) => {
      clocks.push(now());
      return success;
    };
    expect(await runDue([1])).toMatchObject({ successes: 1, tried: [{ retryAt: null }] });
    expect(clocks[0]).toBeGreaterThanOrEqual(NOW + 7_200_000);
  });

  it('stays open when its endpoint is disabled', async () => {
    const { run, webhook, tried } = prepare([{ ...alone, isDue: true }]);
    webhook.disabled = { at: NOW, reason: 'by_hand' };
    expect(await run([1])).toMatchObject({ isOff: true, tried: [] });
    expect(tried).toEqual([]);
  });
});
