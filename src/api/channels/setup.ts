/** What an administrator enters at WeChat to connect a channel, and how much of that is done. */
import { networkInterfaces } from 'node:os';
import { isValid, parse } from 'ipaddr.js';
import type { ChannelSetupBody } from '../../contracts/channels/channel';
import { placesOf } from '../../domain/wechat-places';
import type { Channel } from '../../store/channels/channel-rows';
import { toIsoOrNull } from '../present/times';

type Deps = {
  readonly publicUrl: string;
  /** `EGRESS_IPS`: the addresses from which this desk calls WeChat. Empty: looked up on this host. */
  readonly egressIps: readonly string[];
};

/** The setup page of a channel. */
export function presentSetup(channel: Channel, { publicUrl, egressIps }: Deps): ChannelSetupBody {
  const isMiniProgram = channel.kind === 'mini_program';
  const places = placesOf(channel.kind);
  const before = places.before === null ? '' : ` Until December 2025 it was at ${places.before}.`;
  const ipAddresses = egressIps.length > 0 ? [...egressIps] : hostAddresses();
  const webhookUrl = `${publicUrl.replace(/\/$/, '')}/webhooks/wechat/${encodeURIComponent(channel.id)}`;
  return {
    ipAddresses,
    ipAddressesNote:
      egressIps.length > 0
        ? 'These addresses were set with EGRESS_IPS.'
        : 'Found on this host. Behind a proxy, a NAT or a load balancer, WeChat sees the proxy’s address instead: ' +
          'set EGRESS_IPS to it.',
    webhookUrl,
    verifiedAt: toIsoOrNull(channel.verifiedAt),
    steps: [
      {
        name: 'ip_allowlist',
        title: 'IP allowlist',
        done: channel.ipAllowlistConfirmed,
        detail: `Paste the addresses into the account’s IP allowlist, at ${places.keys}, then confirm it here. WeChat takes some minutes to apply it.${before}`,
      },
      {
        name: 'account_details',
        title: 'Account details',
        done: channel.status !== 'draft',
        detail: missingDetails(channel) ?? 'All account details are there.',
      },
      {
        name: 'webhook',
        title: 'Webhook URL',
        done: channel.verifiedAt !== null,
        detail:
          `Copy the URL, the token and the EncodingAESKey to ${places.server} and choose the same encryption ` +
          `mode. ${isMiniProgram ? 'Either data format will do. ' : ''}` +
          'WeChat sends a verification request when you save it there.',
      },
    ],
    howContactsFindIt: isMiniProgram
      ? 'People open the customer service with a button of the mini program (`<button open-type="contact">`). Their first ' +
        'message starts a conversation here.'
      : 'People find the account through its QR code, a name card that someone shares, a search for its name in ' +
        'WeChat, or Moments. Their first message starts a conversation here.',
  };
}

/** What still has to be entered, as a sentence; null: nothing. */
export function missingDetails(channel: Channel): string | null {
  const missing = [
    channel.originalId === null ? 'original id' : undefined,
    channel.appId === null ? 'app id' : undefined,
    channel.hasAppSecret ? undefined : 'app secret',
    channel.hasToken ? undefined : 'token',
  ].filter((name) => name !== undefined);
  return missing.length === 0 ? null : `Still missing: ${missing.join(', ')}.`;
}

/** Addresses of this host that others can see: neither loopback nor link-local ones. */
function hostAddresses(): string[] {
  const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return found
    .filter(
      ({ internal, address }) => !internal && isValid(address) && parse(address).range() !== 'linkLocal',
    )
    .map(({ address }) => address);
}
