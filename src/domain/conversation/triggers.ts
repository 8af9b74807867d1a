import type { ContactAction } from '../messages/inbound';
import type { TriggerKind } from './conversation';

/**
 * What an action of the contact starts, opens or ends (docs/rules.md#17 to 20). What else a message does is in
 * `contactWrote` of transition.ts.
 * - `startsConversation`: begins a conversation if none is open, and renews one whose window is closed;
 * - `opensTrigger`: opens a trigger window, which affects neither the counter nor the 48 hours;
 * - `endsConversation`: nothing can be delivered any more.
 */
export type ActionEffect = {
  readonly startsConversation: boolean;
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
  opensTrigger: null,
  endsConversation: false,
} as const satisfies ActionEffect;

const opens = (kind: TriggerKind): ActionEffect => ({
  ...nothing,
  opensTrigger: { kind, limit: 3, durationMs: MINUTE_MS },
});

export const ACTION_EFFECTS: Readonly<Record<ContactAction, ActionEffect>> = {
  message: { ...nothing, startsConversation: true },
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
