import type { OperatorBody } from '../../contracts/people/operator';
import type { Operator } from '../../store/people/operator-rows';
import { toIso } from '../present/times';

/** The operator as administrators see them: field by field, so that nothing else leaks. */
export function presentOperator(operator: Operator): OperatorBody {
  const { id, name, email, role, brandIds, mustChangePassword, hasPassword, capacity } = operator;
  const { disabledAt, createdAt, hasTwoFactor, hasIdentity } = operator;
  const isDisabled = disabledAt !== null;
  return {
    id,
    name,
    email,
    role,
    brandIds: [...brandIds],
    status: isDisabled ? 'disabled' : hasPassword || hasIdentity ? 'active' : 'invited',
    isDisabled,
    mustChangePassword,
    hasTwoFactor,
    hasIdentity,
    capacity,
    createdAt: toIso(createdAt),
  };
}
