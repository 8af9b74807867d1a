/** One operator after the other is asked to attend a conversation (docs/rules.md#74): times in epoch ms of its own clock. */
export type Offering = {
  /**
   * The number of the last claim: the next one has the next number. A new offering begins with a number that no claim has that
   * the conversation knows of: one that was made and lost with its step is never taken for a claim of this offering.
   */
  readonly number: number;
  /** To whom it is offered now; left out: to nobody. */
  readonly offer?: Offer | undefined;
  /** Who declined or let an offer run out in this round, oldest first. */
  readonly asked: readonly AskedOperator[];
  /** Those of the round or the offering before who could not be asked again yet when this one began. */
  readonly before?: readonly AskedOperator[] | undefined;
  /** Who was silent, or passed it to the group: asked after all others, and never made to attend. */
  readonly lastAsked?: string | undefined;
  /** Nobody could be asked. It is looked again at `retryAt`, or (null) when somebody is there. */
  readonly idle?: { readonly retryAt: number | null } | undefined;
};

export type Offer = { readonly operatorId: string; readonly until: number };

/** `at`: when their offer ended. `hasDeclined`: by their own choice. */
export type AskedOperator = {
  readonly operatorId: string;
  readonly at: number;
  readonly hasDeclined?: true | undefined;
};
