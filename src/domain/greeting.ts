import { ACTION_EFFECTS } from './conversation/triggers';
import type { ContactAction } from './messages/inbound';

/** What a channel greets with; null: not at all (the default). */
export type Greeting = { readonly follow: string | null; readonly scan: string | null };

/** What a contact may be greeted for. */
export type GreetedAction = keyof Greeting;

/** Whether an action of a contact may be greeted. */
export function isGreeted(action: ContactAction): action is GreetedAction {
  return action === 'follow' || action === 'scan';
}

/**
 * The text of a greeting: the QR code's own by which the contact came, else the channel's for what they did; null:
 * nobody is greeted.
 */
export function greetingText(
  action: GreetedAction,
  channel: Greeting,
  ofQrCode: string | null,
): string | null {
  return ofQrCode ?? channel[action];
}

/**
 * How long a greeting may still leave, in ms, for an action that is `ageMs` old: the window of its trigger, counted
 * from the action (docs/rules.md#21). 0: it is too late.
 */
export function greetingLeavesWithinMs(action: GreetedAction, ageMs: number): number {
  const durationMs = ACTION_EFFECTS[action].opensTrigger?.durationMs ?? 0;
  return Math.max(0, durationMs - Math.max(0, ageMs));
}
