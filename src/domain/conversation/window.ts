import { kindOfChannel } from '../channel-kinds';
import type { Conversation } from './conversation';

/**
 * When the main messaging window closes, in epoch ms: 48 h after its anchor (docs/rules.md#11), as long as WeChat gives its kind of channel, or earlier if WeChat
 * said so with 45015.
 */
export function windowClosesAt(conversation: Conversation): number {
  const { settings, startedAt, window } = conversation;
  const anchor =
    settings.windowAnchor === 'last-inbound' ? window.lastInboundAt : (window.startedAt ?? startedAt);
  const byTheClock = anchor + kindOfChannel(settings.channelKind).message.durationMs;
  return window.closedByWeChatAt === null ? byTheClock : Math.min(byTheClock, window.closedByWeChatAt);
}

/** Whether the window is open: `now` is before the closing time (docs/rules.md#12). */
export function isWindowOpen(conversation: Conversation, now: number): boolean {
  return now < windowClosesAt(conversation);
}
