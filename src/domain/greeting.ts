import { type Allowance, type ChannelKind, type GreetingName, kindOfChannel } from './channel-kinds';
import type { ContactAction } from './messages/inbound';

/** The texts with which a channel greets; null: it does not greet (the default). */
export type Greeting = Readonly<Record<GreetingName, string | null>>;

/** For which actions a contact may be greeted: the greeting, and the kind of channel that has it. */
const GREETED = {
  follow: { name: 'follow', channelKind: 'official_account' },
  scan: { name: 'scan', channelKind: 'official_account' },
  enter_session: { name: 'enter', channelKind: 'mini_program' },
} as const satisfies Partial<
  Record<ContactAction, { readonly name: GreetingName; readonly channelKind: ChannelKind }>
>;

/** The actions for which a contact may be greeted. */
export type GreetedAction = keyof typeof GREETED;

/** Whether a contact may be greeted for this action. */
export function isGreeted(action: ContactAction): action is GreetedAction {
  return Object.hasOwn(GREETED, action);
}

/**
 * The text of a greeting: that of the QR code the contact came from, else the channel's for the action. Null: no
 * greeting. Who opens the customer service of a mini program is greeted outside any conversation only: they open it each time that
 * they look for an answer, and each greeting would take a place of those who answer (docs/rules.md#81).
 */
export function greetingText(event: {
  readonly action: GreetedAction;
  readonly ofChannel: Greeting;
  readonly ofQrCode: string | null;
  readonly isConversationOpen: boolean;
}): string | null {
  const { action, ofChannel, ofQrCode, isConversationOpen } = event;
  if (action === 'enter_session' && isConversationOpen) return null;
  return ofQrCode ?? ofChannel[GREETED[action].name];
}

/**
 * Within how many ms a greeting has to leave, for an action that is `ageMs` old: the trigger window, counted from the
 * action (docs/rules.md#21). 0: it is too late.
 */
export function greetingLeavesWithinMs(action: GreetedAction, ageMs: number): number {
  return Math.max(0, allowanceOf(action).durationMs - Math.max(0, ageMs));
}

/**
 * The bot that is asked what to say to the contact; null: none. It comes before the channel's greeting, and after that of a
 * QR code. It speaks outside any conversation only: in one, its turns are what it says (docs/rules.md#70). SalesIQ's bots
 * know nothing of a mini program that is opened.
 */
export function greetingBot(event: {
  readonly action: GreetedAction;
  /** The channel's bot, if it is of a kind that is told of a follow or a scan. */
  readonly botId: string | null;
  readonly ofQrCode: string | null;
  readonly isConversationOpen: boolean;
}): string | null {
  const isTold = event.action !== 'enter_session' && event.ofQrCode === null && !event.isConversationOpen;
  return isTold ? event.botId : null;
}

/** How many messages may greet for an action: as many as WeChat allows in its trigger window. */
export function greetingPlaces(action: GreetedAction): number {
  return allowanceOf(action).limit;
}

const NONE: Allowance = { limit: 0, durationMs: 0 };

function allowanceOf(action: GreetedAction): Allowance {
  return kindOfChannel(GREETED[action].channelKind).triggers[action] ?? NONE;
}

/** The greetings among `greeting` that a channel of this kind does not have, and that have a text. */
export function greetingsThatDoNotExist(
  channelKind: ChannelKind,
  greeting: Readonly<Partial<Record<GreetingName, string | null | undefined>>>,
): readonly GreetingName[] {
  const { greetings } = kindOfChannel(channelKind);
  const given = Object.entries(greeting).filter(([, text]) => text !== null && text !== undefined);
  return given.map(([name]) => name as GreetingName).filter((name) => !greetings.includes(name));
}
