/** Every action of the audit log has its words. */
import { laterMessages } from '../../src/console/i18n/en/later-messages';
import { AUDIT_ACTIONS, AUDIT_TARGETS, AUDIT_VIAS } from '../../src/domain/audit';

test.each([
  ['action', AUDIT_ACTIONS.map((action) => action.replace('.', '_'))],
  ['target', AUDIT_TARGETS],
  ['via', AUDIT_VIAS],
])('each %s of the audit log has words', (kind, codes) => {
  expect(codes.filter((code) => !(`${kind}_${code}` in laterMessages.audit))).toEqual([]);
});
