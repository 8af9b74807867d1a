/** Every action of the audit log has its words, and all words are used. */

import { DETAILS } from '../../src/console/audit/catalogue-keys';
import { laterMessages } from '../../src/console/i18n/en/later-messages';
import { AUDIT_ACTIONS, AUDIT_TARGETS, AUDIT_VIAS } from '../../src/domain/audit';

test.each([
  ['action', AUDIT_ACTIONS.map((action) => action.replace('.', '_'))],
  ['target', AUDIT_TARGETS],
  ['via', AUDIT_VIAS],
])('each %s of the audit log has words', (kind, codes) => {
  expect(codes.filter((code) => !(`${kind}_${code}` in laterMessages.audit))).toEqual([]);
});

test('each word for a detail is used', () => {
  const worded = Object.keys(laterMessages.audit).filter((key) => key.startsWith('detail_'));
  expect(worded.toSorted()).toEqual(DETAILS.map((name) => `detail_${name}`).toSorted());
});
