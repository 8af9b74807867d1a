import type { ChannelHealthBody } from '../../contracts/channel-health';
import type { ChannelHealth, SendCounts } from '../../store/channel-health';
import type { Channel } from '../../store/channel-rows';
import { classifyErrcode } from '../../wechat/error-codes';

/** A token lives this long from when WeChat made it (wechat-api.md 4); `expires_in` tells what is left of it. */
const TOKEN_LIFE_MS = 7_200_000;
const NO_ANSWER =
  'WeChat could not be reached, or gave no answer that can be used: check this server’s way out (DNS, firewall, proxy).';

/** The health of a channel at `now` (epoch ms). */
export function presentHealth(channel: Channel, health: ChannelHealth, now: number): ChannelHealthBody {
  const { lastError, tokenExpiresAt, pausedUntil } = health;
  return {
    status: channel.status === 'deleted' ? 'disabled' : channel.status,
    verifiedAt: channel.verifiedAt?.toISOString() ?? null,
    lastInboundAt: toTime(health.lastInboundAt),
    lastSentAt: toTime(health.lastSentAt),
    lastError:
      lastError === null
        ? null
        : {
            at: new Date(lastError.at).toISOString(),
            wechatCode: lastError.wechatCode,
            advice: lastError.wechatCode === null ? NO_ANSWER : classifyErrcode(lastError.wechatCode).advice,
          },
    accessToken:
      tokenExpiresAt === null
        ? null
        : {
            ageSeconds: Math.max(0, Math.round((TOKEN_LIFE_MS - (tokenExpiresAt - now)) / 1000)),
            expiresAt: new Date(tokenExpiresAt).toISOString(),
          },
    pausedUntil: pausedUntil !== null && pausedUntil > now ? toTime(pausedUntil) : null,
    sends: { lastHour: presentCounts(health.lastHour), lastDay: presentCounts(health.lastDay) },
    formerSecrets: health.formerSecrets.map(({ kind, replacedAt, acceptedUntil, lastUsedAt }) => ({
      kind,
      replacedAt: new Date(replacedAt).toISOString(),
      acceptedUntil: new Date(acceptedUntil).toISOString(),
      lastUsedAt: toTime(lastUsedAt),
    })),
    rejectedDeliveries: health.rejectedDeliveries,
  };
}

function presentCounts({ sent, failed, unknown }: SendCounts): ChannelHealthBody['sends']['lastHour'] {
  const total = sent + failed + unknown;
  return { total, failed, unknown, failedShare: total === 0 ? null : failed / total };
}

function toTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
