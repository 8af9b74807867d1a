import type { ChannelWithSecrets } from '../../store/channels/channel-rows';
import type { FormerKind } from '../../store/channels/former-secrets';
import type { DeliveryWarning, WebhookCredentials } from '../../wechat/webhook/webhook';

/**
 * The credentials for checking a channel's deliveries at `now` (`performance.now()`), including previous ones; null if
 * it is a draft that lacks what is needed to read a delivery.
 */
export function toCredentials(
  { channel, secrets, former }: ChannelWithSecrets,
  now: number,
): WebhookCredentials | null {
  const { originalId, appId, encryption } = channel;
  const { token, encodingAesKey } = secrets;
  if (originalId === null || appId === null || token === null) return null;
  const taken = former.filter(({ takenUntil }) => takenUntil > now);
  const formerKeys = taken.map((one) => one.encodingAesKey);
  return {
    originalId,
    appId,
    token,
    encryption,
    encodingAesKeys: [encodingAesKey, ...formerKeys].filter((key) => key !== null),
    ...formerTokens(taken),
    formerModes: taken.map((one) => one.encryption).filter((mode) => mode !== null),
  };
}

/** The credentials for checking WeChat's verification of the address; null if no token is set. */
export function toVerificationCredentials(
  { secrets, former }: ChannelWithSecrets,
  now: number,
): Pick<WebhookCredentials, 'token' | 'formerTokens'> | null {
  const { token } = secrets;
  if (token === null) return null;
  return { token, ...formerTokens(former.filter(({ takenUntil }) => takenUntil > now)) };
}

/** The kinds of previous credentials that warnings name. */
export function formerKindsOf(warnings: readonly DeliveryWarning[]): readonly FormerKind[] {
  return warnings.map((warning) => FORMER_KIND[warning]).filter((kind) => kind !== null);
}

const FORMER_KIND: Readonly<Record<DeliveryWarning, FormerKind | null>> = {
  stale_timestamp: null,
  former_token: 'token',
  former_key: 'encodingAesKey',
  former_mode: 'encryption',
};

function formerTokens(former: ChannelWithSecrets['former']): Pick<WebhookCredentials, 'formerTokens'> {
  return { formerTokens: former.map((one) => one.token).filter((token) => token !== null) };
}
