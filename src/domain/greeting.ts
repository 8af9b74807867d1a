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
