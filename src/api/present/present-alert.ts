import type { AlertBody } from '../../contracts/conversations/alert';
import { contactName } from '../../domain/contact';
import type { Alert } from '../../store/alerts/alerts';
import { toIso, toIsoOrNull } from './times';

/** An alert as the API shows it to its operator, who knows it by its place in the list. */
export function presentAlert(alert: Alert): AlertBody {
  const { position, kind, conversationId, brand, contact, from, note, count, createdAt, seenAt } = alert;
  return {
    id: position,
    kind,
    conversationId,
    brand,
    contact: { id: contact.id, name: contactName(contact) },
    from,
    note,
    count,
    createdAt: toIso(createdAt),
    seenAt: toIsoOrNull(seenAt),
  };
}
