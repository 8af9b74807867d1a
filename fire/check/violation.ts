import type { FindingKind } from '../../test/support/checker';

/** The kinds of broken promises beyond those of test/support/checker.ts. */
export type ViolationKind =
  | FindingKind
  | 'reply doubled'
  | 'not marked late'
  | 'held for nothing'
  | 'press forgotten'
  | 'shown is not own state'
  | 'uncertain without cause'
  | 'refused without cause'
  | 'late webhook answer'
  | 'bad end'
  | 'not streamed'
  | 'leaked'
  | 'workflow failing'
  | 'not signed'
  | 'asked what nobody wrote'
  | 'asked twice'
  | 'not asked'
  | 'answer invented'
  | 'turn answered twice'
  | 'answer lost'
  | 'bot after hand-over'
  | 'event not told'
  | 'event told twice'
  | 'event invented'
  | 'event differs'
  | 'events out of order';

/** What was found of a contact. */
export type Found = { readonly kind: ViolationKind; readonly text: string };

export type Violation = {
  readonly kind: ViolationKind;
  /** The contact; null: it concerns the desk. */
  readonly openId: string | null;
  readonly text: string;
};
