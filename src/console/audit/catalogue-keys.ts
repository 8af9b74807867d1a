import type { AUDIT_ACTIONS } from '../../domain/audit';

type Action = (typeof AUDIT_ACTIONS)[number];
type Underscored<A extends string> = A extends `${infer Subject}.${infer Verb}` ? `${Subject}_${Verb}` : A;

/** The catalogue's key for an action: `operator.invited` → `audit.action_operator_invited`. */
export function actionKey(action: Action): `audit.action_${Underscored<Action>}` {
  return `audit.action_${action.replace('.', '_') as Underscored<Action>}`;
}

/** The details that have words in the catalogue. */
export const DETAILS = [
  'fields',
  'removed',
  'role',
  'formerRole',
  'brandIds',
  'formerBrandIds',
  'operatorIds',
  'formerOperatorIds',
  'brandId',
  'operatorId',
  'scope',
  'scopes',
  'expiresAt',
  'channelId',
  'reason',
  'encryption',
  'status',
  'ipAllowlistConfirmed',
  'ringTimeSeconds',
  'closeMissedAfterSeconds',
  'closeIdleAfterSeconds',
  'windowAnchor',
  'consecutiveLimit',
  'capacity',
  'mode',
  'order',
  'preferLastOperator',
  'offerSeconds',
  'autoAttend',
  'returnAfterSeconds',
  'defaultCapacity',
  'skipOlderThanHours',
  'method',
  'issuer',
  'issuers',
  'twoFactorRoles',
  'from',
  'to',
  'notes',
  'rows',
] as const;
