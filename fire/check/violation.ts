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
  | 'bad end';

export type Violation = {
  readonly kind: ViolationKind;
  /** The contact; null: it concerns the desk. */
  readonly openId: string | null;
  readonly text: string;
};
