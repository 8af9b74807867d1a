import type { ChannelBody } from '../../contracts/channels/channel';
import { featuresOf } from '../../domain/channel-kinds';
import type { Channel } from '../../store/channels/channel-rows';
import { toIso, toIsoOrNull } from '../present/times';

/** The channel as the API shows it: field by field, so that nothing else leaks. */
export function presentChannel(channel: Channel): ChannelBody {
  const { settings, status } = channel;
  return {
    id: channel.id,
    brandId: channel.brandId,
    name: channel.name,
    kind: channel.kind,
    features: presentFeatures(channel),
    // Lists and lookups leave deleted channels out.
    status: status === 'deleted' ? 'disabled' : status,
    originalId: channel.originalId,
    appId: channel.appId,
    encryption: channel.encryption,
    storedSecrets: {
      appSecret: channel.hasAppSecret,
      token: channel.hasToken,
      encodingAesKey: channel.hasEncodingAesKey,
    },
    settings: {
      ringTimeSeconds: settings.ringTimeSeconds,
      closeMissedAfterSeconds: settings.closeMissedAfterSeconds,
      closeIdleAfterSeconds: settings.closeIdleAfterSeconds,
      windowAnchor: settings.windowAnchor,
      consecutiveLimit: settings.consecutiveLimit,
      bot: {
        botId: settings.bot.botId,
        idleAfterSeconds: settings.bot.idleAfterSeconds,
        handoverKeywords: [...settings.bot.handoverKeywords],
        handoverAfterTurns: settings.bot.handoverAfterTurns,
        keepPlaces: settings.bot.keepPlaces,
        continueText: settings.bot.continueText,
        handoverText: settings.bot.handoverText,
        failureGroupId: settings.bot.failureGroupId,
      },
      greeting: {
        follow: settings.greeting.follow,
        scan: settings.greeting.scan,
        enter: settings.greeting.enter,
      },
      automatic: {
        welcome: settings.automatic.welcome,
        outOfHours: settings.automatic.outOfHours,
        closed: settings.automatic.closed,
        nudge: presentNudge(settings.automatic.nudge),
        rating: presentRating(settings.automatic.rating),
      },
      retention: {
        messagesDays: settings.retention.messagesDays,
        filesDays: settings.retention.filesDays,
        eraseOnUnfollow: settings.retention.eraseOnUnfollow,
      },
    },
    groupId: channel.groupId,
    ipAllowlistConfirmed: channel.ipAllowlistConfirmed,
    verifiedAt: toIsoOrNull(channel.verifiedAt),
    createdAt: toIso(channel.createdAt),
  };
}

/** A stored setting may hold what only a newer release knows. */
function presentRating({
  isEnabled,
  text,
  options,
  thanks,
  onAutomaticClose,
  askReasonBelow,
  reasonText,
}: Channel['settings']['automatic']['rating']): ChannelBody['settings']['automatic']['rating'] {
  return {
    isEnabled,
    text,
    options: options.map(({ id, label }) => ({ id, label })),
    thanks,
    onAutomaticClose,
    askReasonBelow,
    reasonText,
  };
}

function presentFeatures({ kind }: Channel): ChannelBody['features'] {
  const { kinds, follow, qrCodes, remark, menuMessages, profile } = featuresOf(kind);
  return { kinds: [...kinds], follow, qrCodes, remark, menuMessages, profile };
}

function presentNudge(
  nudge: Channel['settings']['automatic']['nudge'],
): ChannelBody['settings']['automatic']['nudge'] {
  return nudge === null ? null : { text: nudge.text, beforeCloseMinutes: nudge.beforeCloseMinutes };
}
