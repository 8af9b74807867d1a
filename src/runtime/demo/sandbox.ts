import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createSimulator, type Simulator } from '../../simulator/simulator';
import type { ChannelStore } from '../../store/channels/channels';
import type { Brand } from '../../store/people/brands';
import { StartError } from '../process/failure';

/** The id of the demo's channel: the same at every start. */
export const SANDBOX_CHANNEL_ID = 'sandbox';

/** Starts the simulator that stands in for WeChat. It stores its accounts and contacts under `dataDir`. */
export async function startSimulator(options: {
  readonly dataDir: string;
  readonly port: number;
}): Promise<Simulator> {
  const simulator = createSimulator({ stateFile: path.join(options.dataDir, 'simulator.json') });
  await simulator.listen(options.port);
  return simulator;
}

/**
 * Connects the simulator's account to a channel of the desk, as an administrator would by hand, and lets the simulator
 * verify the webhook. The channel is created at the first start (`isNew`) and reused at later ones. Throws {@link StartError} if
 * either side refuses.
 */
export async function connectSandbox(options: {
  readonly simulator: Simulator;
  readonly channels: ChannelStore;
  readonly brand: Brand;
  /** The address at which the simulator reaches the API. */
  readonly apiUrl: string;
}): Promise<{ readonly channelId: string; readonly isNew: boolean }> {
  const { simulator, channels, brand, apiUrl } = options;
  const webhookUrl = `${apiUrl}/webhooks/wechat/${SANDBOX_CHANNEL_ID}`;
  const known = await channels.findWithSecrets(SANDBOX_CHANNEL_ID);
  let appId: string | null = null;
  if (known === null) {
    const account = simulator.addAccount({ name: 'Sandbox', encryption: 'plain', webhookUrl });
    const result = await channels.create({
      id: SANDBOX_CHANNEL_ID,
      brandId: brand.id,
      name: 'Sandbox',
      originalId: account.originalId,
      appId: account.appId,
      appSecret: account.appSecret,
      token: account.token,
      encodingAesKey: account.encodingAesKey,
      encryption: account.encryption,
      ipAllowlistConfirmed: true,
    });
    if (!('channel' in result))
      throw new StartError(`The sandbox channel was not created: ${result.refusal}.`);
    ({ appId } = account);
  } else if (known.channel.status === 'live' && known.channel.appId !== null) {
    ({ appId } = known.channel);
    const { appSecret, token, encodingAesKey } = known.secrets;
    simulator.addAccount({
      name: known.channel.name,
      originalId: known.channel.originalId ?? undefined,
      appId: known.channel.appId,
      appSecret: appSecret ?? randomBytes(16).toString('hex'),
      token: token ?? undefined,
      encodingAesKey: encodingAesKey ?? undefined,
      encryption: known.channel.encryption,
      webhookUrl,
    });
  }
  // If the sandbox was switched off, it stays off. There may be more accounts than this one.
  const connected = { channelId: SANDBOX_CHANNEL_ID, isNew: known === null };
  if (appId === null) return connected;
  const verification = await simulator.verifyWebhook(appId);
  if (!verification.ok) throw new StartError('The sandbox channel could not be verified by the simulator.');
  return connected;
}
