/** What a conversation was told of its channel's opening hours (docs/rules.md#78): instants of its own clock, epoch ms. */
export type KnownHours = {
  /** The `hoursVersion` of the settings for which they were read. */
  readonly version: number;
  readonly isOpen: boolean;
  /** Until when that is so; null: for ever. */
  readonly changesAt: number | null;
  /** When a conversation in which the contact waits since `from` is taken back; `at` null: never. */
  readonly returnsAt?: { readonly from: number; readonly at: number | null } | undefined;
  /** They could not be read: the desk counts as open until they are asked for again. */
  readonly isGuess?: true | undefined;
};
