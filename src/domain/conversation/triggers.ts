import type { ContactAction } from '../messages/inbound';
import type { TriggerKind } from './conversation';

/**
 * What an action of the contact opens, resets or ends (docs/rules.md#17 to 20).
 * - `startsConversation`: begins a conversation if none is open, and renews one whose window is closed;
 * - `resetsConsecutive`: resets the counter of consecutive messages, moves the `last-inbound` anchor and restarts the
 *   idle limit;
 * - `opensTrigger`: opens a trigger window, which renews neither the 48 hours nor the five messages;
 * - `endsConversation`: nothing can be delivered any more.
 */
export type ActionEffect = {
  readonly startsConversation: boolean;
  readonly resetsConsecutive: boolean;
  readonly opensTrigger: {
    readonly kind: TriggerKind;
    readonly limit: number;
    readonly durationMs: number;
  } | null;
  readonly endsConversation: boolean;
};

const MINUTE_MS = 60_000;

const nothing = {
  startsConversation: false,
  resetsConsecutive: false,
  opensTrigger: null,
  endsConversation: false,
} as const satisfies ActionEffect;

const opens = (kind: TriggerKind): ActionEffect => ({
  ...nothing,
  opensTrigger: { kind, limit: 3, durationMs: MINUTE_MS },
});

export const ACTION_EFFECTS: Readonly<Record<ContactAction, ActionEffect>> = {
  message: { ...nothing, startsConversation: true, resetsConsecutive: true },
  follow: opens('follow'),
  scan: opens('scan'),
  menu_tap: opens('menu_tap'),
  menu_message_tap: opens('menu_message_tap'),
  unfollow: { ...nothing, endsConversation: true },
  none: nothing,
};

/** What an action does. An unknown action was signalled by a newer release: it is filed and has no effect. */
export function effectOf(action: ContactAction): ActionEffect {
  const known: Partial<Readonly<Record<string, ActionEffect>>> = ACTION_EFFECTS;
  return known[action] ?? nothing;
}
