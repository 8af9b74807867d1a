import type { AuditEntry } from './audit-log';
import type { Operator } from './operator-rows';

/** The audit entries for a change of an operator: one for each kind of change, none if nothing has changed. */
export function operatorAuditEntries(
  before: Operator,
  after: Operator,
  isPasswordNew: boolean,
): readonly AuditEntry[] {
  const target = { type: 'operator', id: after.id } as const;
  const fields = (['name', 'email', 'role', 'capacity'] as const).filter(
    (field) => before[field] !== after[field],
  );
  const hasOtherBrands = before.brandIds.join() !== after.brandIds.join();
  const entries: AuditEntry[] = [];
  if (fields.length > 0 || hasOtherBrands) {
    entries.push({
      action: 'operator.changed',
      target,
      details: {
        fields: [...fields, ...(hasOtherBrands ? ['brandIds'] : [])],
        ...(before.role === after.role ? {} : { role: after.role, formerRole: before.role }),
        ...(before.capacity === after.capacity
          ? {}
          : { capacity: after.capacity, formerCapacity: before.capacity }),
        ...(hasOtherBrands ? { brandIds: after.brandIds, formerBrandIds: before.brandIds } : {}),
      },
    });
  }
  if (isPasswordNew) entries.push({ action: 'operator.password_reset', target });
  const isDisabled = after.disabledAt !== null;
  if (isDisabled !== (before.disabledAt !== null)) {
    entries.push({ action: isDisabled ? 'operator.disabled' : 'operator.enabled', target });
  }
  return entries;
}
