import type { ChannelAlarmBody, ChannelHealthBody } from '../../contracts/channels/channel-health';
import type { ChannelKind } from '../../domain/channel-kinds';
import { atPlacesOf } from '../../domain/wechat-places';
import type { ChannelAlarm, ChannelHealth, SendCounts } from '../../store/channels/channel-health';
import type { Channel } from '../../store/channels/channel-rows';
import type { ChannelTrouble } from '../../store/channels/channel-troubles';
import { classifyTrouble } from '../../wechat/calls/error-codes';
import { addressIn } from '../../wechat/calls/redact';
import { presentRefusal } from '../present/present-refusal';
import { toIso, toIsoOrNull } from '../present/times';

const IP_NOT_ALLOWED = 40164;

/**
 * How long a token is valid after WeChat has made it (docs/wechat.md#access-tokens); `expires_in` is the rest of that.
 */
const TOKEN_LIFE_MS = 7_200_000;
const NO_ANSWER =
  'WeChat could not be reached, or gave no usable answer: check this server’s internet access (DNS, firewall, proxy).';

/** The health of a channel at `now` (epoch ms). */
export function presentHealth(channel: Channel, health: ChannelHealth, now: number): ChannelHealthBody {
  const { lastError, tokenExpiresAt, pausedUntil, trouble, waitingConversations } = health;
  return {
    status: statusOf(channel, trouble),
    verifiedAt: toIsoOrNull(channel.verifiedAt),
    lastInboundAt: toIsoOrNull(health.lastInboundAt),
    lastSentAt: toIsoOrNull(health.lastSentAt),
    lastError: lastError === null ? null : presentError(lastError, channel.kind),
    bot: presentBot(channel, health, now),
    trouble:
      trouble === null
        ? null
        : { ...presentTrouble(trouble, channel.kind, { isAdministrator: true }), waitingConversations },
    accessToken:
      tokenExpiresAt === null
        ? null
        : {
            ageSeconds: Math.max(0, Math.round((TOKEN_LIFE_MS - (tokenExpiresAt - now)) / 1000)),
            expiresAt: toIso(tokenExpiresAt),
          },
    pausedUntil: pausedUntil !== null && pausedUntil > now ? toIsoOrNull(pausedUntil) : null,
    sends: { lastHour: presentCounts(health.lastHour), lastDay: presentCounts(health.lastDay) },
    formerSecrets: health.formerSecrets.map(({ kind, replacedAt, acceptedUntil, lastUsedAt }) => ({
      kind,
      replacedAt: toIso(replacedAt),
      acceptedUntil: toIso(acceptedUntil),
      lastUsedAt: toIsoOrNull(lastUsedAt),
    })),
    rejectedDeliveries: health.rejectedDeliveries,
  };
}

function presentBot(
  { settings: { bot } }: Channel,
  { botFailures: { count, pausedUntil } }: ChannelHealth,
  now: number,
): ChannelHealthBody['bot'] {
  if (bot.botId === null) return null;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return { id: bot.botId, failuresInARow: count, pausedUntil: isPaused ? toIso(pausedUntil) : null };
}

/** A channel's alarm, for a member of its brand. This server's address is shown only to administrators. */
export function presentAlarm(
  { channelId, brandId, name, kind, trouble }: ChannelAlarm,
  viewer: { readonly isAdministrator: boolean },
): ChannelAlarmBody {
  return { channelId, brandId, name, ...presentTrouble(trouble, kind, viewer) };
}

function presentTrouble(
  { since, wechatCode, errmsg }: ChannelTrouble,
  kind: ChannelKind,
  viewer: { readonly isAdministrator: boolean },
): Omit<ChannelAlarmBody, 'channelId' | 'brandId' | 'name'> {
  const { sentence, ...refusal } = presentRefusal(wechatCode, errmsg, classifyTrouble(wechatCode));
  const { wechatMessage: _, ...known } = refusal;
  const what = atPlacesOf(kind, sentence);
  const address = viewer.isAdministrator && wechatCode === IP_NOT_ALLOWED ? addressIn(errmsg) : null;
  return {
    since: toIso(since),
    wechatCode,
    // WeChat's text contains this server's address.
    ...(viewer.isAdministrator ? refusal : known),
    advice: address === null ? what : `WeChat saw this server as ${address}. ${what}`,
    ...(address === null ? {} : { address }),
  };
}

function presentError(
  { at, wechatCode, errmsg }: NonNullable<ChannelHealth['lastError']>,
  kind: ChannelKind,
) {
  const instant = { at: toIso(at) };
  if (wechatCode === null) return { ...instant, wechatCode, advice: NO_ANSWER };
  const { sentence, ...refusal } = presentRefusal(wechatCode, errmsg);
  return { ...instant, wechatCode, ...refusal, advice: atPlacesOf(kind, sentence) };
}

function statusOf({ status }: Channel, trouble: ChannelTrouble | null): ChannelHealthBody['status'] {
  if (status === 'deleted') return 'disabled';
  return status === 'live' && trouble !== null ? 'unhealthy' : status;
}

function presentCounts({ sent, failed, unknown }: SendCounts): ChannelHealthBody['sends']['lastHour'] {
  const total = sent + failed + unknown;
  return { total, failed, unknown, failedShare: total === 0 ? null : failed / total };
}
