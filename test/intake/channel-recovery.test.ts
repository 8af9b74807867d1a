import { type ChannelRecovery, createChannelRecovery } from '../../src/intake/channel-recovery';
import { eventually } from '../support/eventually';
import { temporalIsAway } from '../support/temporal-away';
import { claimsOf } from './claims';

describe('the recovery of channels', () => {
  let recovery: ChannelRecovery | undefined;
  afterEach(() => recovery?.close());

  const start = (options: {
    readonly released: readonly string[];
    readonly refuses?: Readonly<Record<string, () => Error>>;
    readonly claimReleased?: () => Promise<never>;
  }) => {
    const tried: string[] = [];
    const asked: string[] = [];
    const claims = claimsOf(
      options.released.map((contactId) => ({
        contactId,
        channelId: 'channel-1',
        news: 'channel_resumed',
        change: '',
      })),
    );
    const probes = [{ channelId: 'channel-1', contactId: null }];
    const made = createChannelRecovery({
      troubles: { claimProbes: async () => probes.splice(0) },
      changes: {
        claimReleased: options.claimReleased ?? claims.claim,
        giveBack: claims.giveBack,
      },
      conversations: {
        async signal(contactId) {
          tried.push(contactId);
          const refusal = options.refuses?.[contactId];
          if (refusal !== undefined) throw refusal();
          return true;
        },
      },
      ask: async (channelId) => {
        asked.push(channelId);
      },
      logger: { warn: () => undefined },
      everyMs: 20,
    });
    recovery = made;
    return { recovery: made, tried, asked };
  };

  it('notifies the others if one fails, and does not retry that one at once', async () => {
    const refuses = { 'contact-1': () => new Error('cannot be told') };
    const { recovery, tried, asked } = start({ released: ['contact-1', 'contact-2', 'contact-3'], refuses });
    recovery.wake();
    await eventually(() => tried.includes('contact-3') && asked.length === 1, 'told and asked');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(tried).toEqual(['contact-1', 'contact-2', 'contact-3']);
  });

  it('asks WeChat whether the channel works even if no one can be notified, or found', async () => {
    const refuses = { 'contact-1': () => new Error('cannot be told') };
    const { asked } = start({ released: ['contact-1'], refuses });
    await eventually(() => asked.length === 1, 'asked');
    await recovery?.close();
    const second = start({ released: [], claimReleased: () => Promise.reject(new Error('no database')) });
    await eventually(() => second.asked.length === 1, 'asked');
  });

  it('stops after the first one while Temporal is unavailable', async () => {
    const released = Array.from({ length: 100 }, (_, index) => `contact-${index}`);
    const refuses = Object.fromEntries(released.map((id) => [id, temporalIsAway]));
    const { recovery, tried, asked } = start({ released, refuses });
    recovery.wake();
    await eventually(() => asked.length === 1, 'asked');
    await recovery.close();
    expect(tried.length).toBeLessThan(5);
  });
});
