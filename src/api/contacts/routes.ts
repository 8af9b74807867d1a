import { contactRoutes } from '../../contracts/conversations/contact';
import { featuresOf } from '../../domain/channel-kinds';
import type { Contact } from '../../store/contacts/contact-rows';
import type { Contacts } from '../../store/contacts/contacts';
import type { Transcript } from '../../store/transcript/transcript';
import { brandScope, maySee, type Named } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { presentTranscriptPage, transcriptPage } from '../present/transcript-page';
import { ApiError, invalidField, orNotFound } from '../problems';
import { implement, type Route } from '../route';
import { presentContact } from './present';

const MOST_TAGS_LISTED = 500;

type Deps = {
  readonly contacts: Contacts;
  readonly transcript: Pick<Transcript, 'ofContact'>;
};

/** The people who write to our channels. */
export function createContactRoutes({ contacts, transcript }: Deps): readonly Route[] {
  const requested = async ({ params, viewer }: Named): Promise<Contact> => {
    const contact = orNotFound(await contacts.get(params.id));
    if (!maySee(viewer, contact.brandId)) throw new ApiError('not_found');
    return contact;
  };

  return implement(contactRoutes)({
    async listContacts({
      viewer,
      query: { limit, cursor: after, channelId, openId, tag, subscribed, blocked, q },
    }) {
      const filter = {
        brandIds: brandScope(viewer),
        ...(channelId === undefined ? {} : { channelId }),
        ...(openId === undefined ? {} : { openId }),
        ...(tag === undefined ? {} : { tag }),
        ...(subscribed === undefined ? {} : { isSubscribed: subscribed }),
        ...(blocked === undefined ? {} : { isBlocked: blocked }),
        ...(q === undefined ? {} : { search: q }),
      };
      const { items, nextCursor } = await contacts.list(filter, { limit, after });
      return { items: items.map(presentContact), nextCursor };
    },
    async getContact(named) {
      return presentContact(await requested(named));
    },
    async changeContact({ body, ...named }) {
      const { id, channelKind } = await requested(named);
      if (body.remark !== undefined && !featuresOf(channelKind).remark) throw noRemark();
      return presentContact(orNotFound(await contacts.update(id, body)));
    },
    async blockContact({ body: { reason }, request, ...named }) {
      const { id } = await requested(named);
      return presentContact(orNotFound(await contacts.block(id, reason, auditActorOf(request))));
    },
    async unblockContact({ request, ...named }) {
      const { id } = await requested(named);
      return presentContact(orNotFound(await contacts.unblock(id, auditActorOf(request))));
    },
    async getContactTimeline({ query, ...named }) {
      const contact = await requested(named);
      return presentTranscriptPage(await transcript.ofContact(contact.id, transcriptPage(query)), query);
    },
    async listTags({ params: { id }, viewer }) {
      if (!viewer.brandIds.includes(id)) throw new ApiError('not_found');
      return { items: [...(await contacts.tagsOfBrand(id, MOST_TAGS_LISTED))], nextCursor: null };
    },
  });
}

function noRemark(): ApiError {
  return invalidField('remark', 'does not exist for a channel of this kind: use `name`', 'no_remark');
}
