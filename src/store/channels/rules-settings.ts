import { featuresOf } from '../../domain/channel-kinds';
import type { Routing, RoutingRules } from '../../domain/routing/routing';
import type { VersionedSettings } from '../../domain/settings';
import type { Channel } from './channel-rows';

/** The part of a channel that the rules of its conversations use. */
export function toVersionedSettings(channel: Channel): VersionedSettings {
  const { kind, settings, settingsVersion: version, groupId, hasHours } = channel;
  const {
    greeting: _greeting,
    retention: _retention,
    automatic: { welcome, outOfHours, closed, nudge, rating },
    bot,
    ...rules
  } = settings;
  const { handoverKeywords: _keywords, continueText: _more, handoverText, failureGroupId, ...botRules } = bot;
  const asksRating = rating.isEnabled && featuresOf(kind).menuMessages;
  const automatic = {
    welcomes: welcome !== null,
    saysClosed: closed !== null,
    nudgesBeforeMinutes: nudge?.beforeCloseMinutes ?? null,
    ...(outOfHours === null ? {} : { saysOutOfHours: true }),
    ...(asksRating ? { rating: { onAutomaticClose: rating.onAutomaticClose } } : {}),
  };
  const isSilent = [welcome, outOfHours, closed, nudge].every((one) => one === null) && !asksRating;
  const routing = toRoutingRules(channel.routing);
  return {
    ...rules,
    // As in settings from before there were others.
    ...(kind === 'official_account' ? {} : { channelKind: kind }),
    bot: {
      ...botRules,
      tellsHandover: handoverText !== null,
      ...(failureGroupId === null ? {} : { failureGroupId }),
    },
    ...(isSilent ? {} : { automatic }),
    ...(routing === null ? {} : { routing }),
    ...(groupId === null ? {} : { groupId }),
    // Any change of the channel makes its conversations ask again: one too often does no harm.
    ...(hasHours ? { hoursVersion: version } : {}),
    version,
  };
}

/** Null where everyone is rung and nothing is taken back: as in settings from before there was routing. */
function toRoutingRules(routing: Routing): RoutingRules | null {
  const { mode, offerSeconds, autoAttend, returnAfterSeconds, skipOlderThanHours } = routing;
  if (mode === 'ring_all' && returnAfterSeconds === null) return null;
  return { mode, offerSeconds, autoAttend, returnAfterSeconds, skipOlderThanHours };
}
