import type { InboundItem } from '../../domain/messages/inbound';
import type { ChannelWithSecrets } from '../../store/channels/channel-rows';
import type { KeptDelivery } from '../../store/channels/rejected-deliveries';
import {
  hasEncryptedPart,
  openBody,
  readDelivery,
  type WebhookCredentials,
} from '../../wechat/webhook/webhook';
import { toCredentials } from './credentials';

/**
 * Reads a delivery that was set aside as the webhook would read it now. Its signature was valid when it arrived, so it
 * is not checked again: the token may have changed since. A body that could not be decrypted then is decrypted with the
 * current keys.
 *
 * @returns null if the channel is deleted or has no account details
 * @throws WebhookError if it still cannot be accepted
 */
export function readAgain(kept: KeptDelivery, channel: ChannelWithSecrets): InboundItem | null {
  const credentials = toCredentials(channel, performance.now());
  if (credentials === null || channel.channel.status === 'deleted') return null;
  const clearBody = isOpen(kept) ? kept.body : openNow(kept, credentials);
  return readDelivery(credentials, { clearBody, queryOpenId: kept.query?.openid ?? null });
}

/** Rows from before `isOpened` was recorded have the body as it arrived: without `Encrypt` it is plain text. */
function isOpen({ isOpened, body }: KeptDelivery): boolean {
  return isOpened ?? !hasEncryptedPart(body);
}

function openNow({ query, body }: KeptDelivery, credentials: WebhookCredentials): Buffer {
  return openBody(credentials, body, query?.isEncrypted ?? true).clearBody;
}
