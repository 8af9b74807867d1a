import type { ContactBody } from '../../contracts/conversations/contact';
import { contactName } from '../../domain/contact';
import type { Contact, Visit } from '../../store/contacts/contact-rows';
import { presentRefusal } from './present-refusal';
import { toIso, toIsoOrNull } from './times';

/** A contact as the API shows it. */
export function presentContact(contact: Contact): ContactBody {
  const { subscription, block } = contact;
  return {
    id: contact.id,
    channelId: contact.channelId,
    brandId: contact.brandId,
    openId: contact.openId,
    name: contactName(contact),
    givenName: contact.name,
    remark: contact.remark,
    remarkSync: contact.remarkSync,
    remarkError: presentRemarkError(contact.remarkErrorCode),
    tags: [...contact.tags],
    subscription: {
      isSubscribed: subscription.isSubscribed,
      subscribedAt: toIsoOrNull(subscription.subscribedAt),
      unsubscribedAt: toIsoOrNull(subscription.unsubscribedAt),
      scene: subscription.subscribeScene,
      qrScene: subscription.qrScene,
      tagIds: [...subscription.tagIds],
      language: subscription.language,
      askedAt: toIsoOrNull(subscription.askedAt),
    },
    firstVisit: presentVisit(contact.firstVisit),
    lastVisit: presentVisit(contact.lastVisit),
    block:
      block === null
        ? null
        : {
            at: toIso(block.at),
            reason: block.reason,
            operator: { id: block.operator.id, name: block.operator.name ?? block.operator.id },
          },
    legalHold: contact.legalHold,
    createdAt: toIso(contact.createdAt),
  };
}

function presentRemarkError(wechatCode: number | null): ContactBody['remarkError'] {
  if (wechatCode === null) return null;
  const { sentence, ...refusal } = presentRefusal(wechatCode, '');
  return { wechatCode, ...refusal, detail: sentence };
}

function presentVisit(visit: Visit | null): ContactBody['firstVisit'] {
  return visit === null ? null : { scene: visit.scene, at: toIso(visit.at) };
}
