import { ACTION_EFFECTS } from './conversation/triggers';
import type { ContactAction } from './messages/inbound';

/** The texts with which a channel greets; null: it does not greet (the default). */
export type Greeting = { readonly follow: string | null; readonly scan: string | null };

/** The actions for which a contact may be greeted. */
export type GreetedAction = keyof Greeting;

/** Whether a contact may be greeted for this action. */
export function isGreeted(action: ContactAction): action is GreetedAction {
  return action === 'follow' || action === 'scan';
}

/**
 * The text of a greeting: that of the QR code the contact came from, else the channel's for the action. Null: no
 * greeting.
 */
export function greetingText(
  action: GreetedAction,
  channel: Greeting,
  ofQrCode: string | null,
): string | null {
  return ofQrCode ?? channel[action];
}

/**
 * Within how many ms a greeting has to leave, for an action that is `ageMs` old: the trigger window, counted from the
 * action (docs/rules.md#21). 0: it is too late.
 */
export function greetingLeavesWithinMs(action: GreetedAction, ageMs: number): number {
  const durationMs = ACTION_EFFECTS[action].opensTrigger?.durationMs ?? 0;
  return Math.max(0, durationMs - Math.max(0, ageMs));
}

/**
 * The bot that is asked what to say to the contact; null: none. It comes before the channel's greeting, and after that of a
 * QR code. It speaks outside any conversation only: in one, its turns are what it says (docs/rules.md#70).
 */
export function greetingBot(event: {
  /** The channel's bot, if it is of a kind that is told of a follow or a scan. */
  readonly botId: string | null;
  readonly ofQrCode: string | null;
  readonly isConversationOpen: boolean;
}): string | null {
  return event.ofQrCode === null && !event.isConversationOpen ? event.botId : null;
}

/** How many messages may greet for an action: as many as WeChat allows in its trigger window. */
export function greetingPlaces(action: GreetedAction): number {
  return ACTION_EFFECTS[action].opensTrigger?.limit ?? 0;
}
