/** What the workflow of a conversation asks the store about routing, and the answers. All durations in ms. */

/** Whether the channel is open at `now`, an instant of the conversation's clock (docs/rules.md#78). */
export type HoursQuestion = {
  readonly channelId: string;
  /** Epoch ms. */
  readonly now: number;
  /** Asks also when this contact was last told that the channel is closed. */
  readonly contactId?: string | undefined;
  /** Asks also when `returnAfterMs` of open time have passed since then (docs/rules.md#76). Both or neither are given. */
  readonly returnFrom?: number | undefined;
  readonly returnAfterMs?: number | undefined;
};

/** Instants of the clock of the question, epoch ms. */
export type HoursAnswer = {
  readonly isOpen: boolean;
  /** When it closes or opens next; null: never. */
  readonly changesAt: number | null;
  /** Given if it was asked for; null: there will never be so much open time. */
  readonly returnsAt?: number | null | undefined;
  /** Given if it was asked for; null: they never were. */
  readonly toldClosedAt?: number | null | undefined;
};

/** Asks for an operator to whom a conversation is offered, and for a place of theirs (docs/rules.md#74). */
export type ClaimInput = {
  readonly conversationId: string;
  readonly contactId: string;
  readonly brandId: string;
  /** Whose members are asked; null: those of the brand. */
  readonly groupId: string | null;
  /** Rises in a conversation: the same number is answered the same, and claims one place. */
  readonly number: number;
  /** How long the offer is open. */
  readonly offerMs: number;
  /** Who was asked in this round, and how long ago their offer ended. */
  readonly asked: readonly AskedAgo[];
  /** Who was asked just before this round. */
  readonly before: readonly AskedAgo[];
  /** Asked after all others; null: nobody. */
  readonly lastAsked: string | null;
  /** Its place in the queue: for how long the contact has waited ... */
  readonly waitsForMs: number;
  /** ... and how soon the messaging window closes; negative: it is closed. */
  readonly windowClosesInMs: number;
};

export type AskedAgo = { readonly operatorId: string; readonly agoMs: number };

export type ClaimResult = {
  /** Who is asked; null: nobody can be now. */
  readonly operatorId: string | null;
  /** With nobody: after how long to look again; null: when somebody is there, which is signalled. */
  readonly retryInMs: number | null;
  /** All who are there had been asked, so that a new round begins with this operator. */
  readonly beginsRound: boolean;
};

/** The activities that the workflow calls. */
export type RoutingActivities = {
  readonly readHours: (question: HoursQuestion) => Promise<HoursAnswer>;
  readonly claimOffer: (input: ClaimInput) => Promise<ClaimResult>;
};
