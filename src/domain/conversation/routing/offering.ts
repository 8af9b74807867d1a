/** One operator after the other is asked to attend a conversation (docs/rules.md#74): times in epoch ms of its own clock. */
export type Offering = {
  /** How many claims were asked for in the conversation's life, this offering included: the next one has the next number. */
  readonly number: number;
  /** To whom it is offered now; left out: to nobody. */
  readonly offer?: Offer | undefined;
  /** Who declined or let an offer run out in this round, oldest first. */
  readonly asked: readonly AskedOperator[];
  /** Those of the round before who could not be asked again yet when this one began. */
  readonly before?: readonly AskedOperator[] | undefined;
  /** The operator from whom it was taken back: asked after all others. */
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
