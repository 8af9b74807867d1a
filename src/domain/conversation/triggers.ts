import { type Allowance, type ChannelKind, kindOfChannel, type TriggerKind } from '../channel-kinds';
import type { ContactAction } from '../messages/inbound';

/**
 * What an action of the contact starts, opens or ends (docs/rules.md#17 to 20). What else a message does is in
 * `contactWrote` of transition.ts.
 * - `startsConversation`: begins a conversation if none is open, and renews one whose window is closed;
 * - `opensTrigger`: opens a trigger window, which affects neither the counter nor the 48 hours;
 * - `endsConversation`: nothing can be delivered any more.
 */
export type ActionEffect = {
  readonly startsConversation: boolean;
  readonly opensTrigger: (Allowance & { readonly kind: TriggerKind }) | null;
  readonly endsConversation: boolean;
};

const nothing = {
  startsConversation: false,
  opensTrigger: null,
  endsConversation: false,
} as const satisfies ActionEffect;

/**
 * What an action does on a channel of this kind. One that does not exist there, or that a newer release has signalled, is filed
 * and has no effect.
 */
export function effectOf(action: ContactAction, channelKind?: ChannelKind): ActionEffect {
  const { features, triggers } = kindOfChannel(channelKind);
  switch (action) {
    case 'message':
      return { ...nothing, startsConversation: true };
    case 'unfollow':
      return { ...nothing, endsConversation: features.follow };
    case 'none':
      return nothing;
    default: {
      const allowance = Object.hasOwn(triggers, action) ? triggers[action] : undefined;
      return allowance === undefined ? nothing : { ...nothing, opensTrigger: { kind: action, ...allowance } };
    }
  }
}
