/**
 * A bot made of rules, as 自动回复 in WeChat's own console: the first rule that fits a message answers it. Nobody is
 * asked.
 */
import type { OutboundContent } from '../../messages/outbound';

export type Keyword = { readonly text: string; readonly match: 'equals' | 'contains' };

/**
 * When a rule fits. `keywords`, `menuId` and `any` are about the message, and one of them is enough. `first` and
 * `outOfHours` are about the moment, and all of them must hold. A rule about the moment alone fits every message then.
 */
export type When = {
  /** One of them is enough. Compared trimmed, NFKC and case folded. */
  readonly keywords?: readonly Keyword[];
  /** Only in the first batch of a conversation. */
  readonly first?: boolean;
  /** The contact tapped this choice of a menu of the bot. */
  readonly menuId?: string;
  /** Only outside the opening hours. */
  readonly outOfHours?: boolean;
  /** Every message. */
  readonly any?: boolean;
};

export type Rule = {
  readonly id: string;
  readonly when: When;
  /** In order, one message each. The items of a menu are the `menuId` of rules. */
  readonly reply: readonly OutboundContent[];
  readonly then: 'stay' | 'handover' | 'end';
  /** With `handover`: who is asked. */
  readonly groupId?: string;
};
