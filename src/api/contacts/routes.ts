import { contactRoutes } from '../../contracts/conversations/contact';
import { featuresOf } from '../../domain/channel-kinds';
import type { Contact } from '../../store/contacts/contact-rows';
import type { Contacts } from '../../store/contacts/contacts';
import type { Transcript } from '../../store/transcript/transcript';
import { brandScope, maySee, type Named } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { presentTranscriptPage, transcriptPage } from '../present/transcript-page';
import { ApiError, invalidField, orNotFound } from '../problems';
import { finding, implement, type Route } from '../route';
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
    getContact: finding(requested, ({ found }) => presentContact(found)),
    changeContact: finding(requested, async ({ found, body }) => {
      if (body.remark !== undefined && !featuresOf(found.channelKind).remark) throw noRemark();
      return presentContact(orNotFound(await contacts.update(found.id, body)));
    }),
    blockContact: finding(requested, async ({ found, body: { reason }, request }) =>
      presentContact(orNotFound(await contacts.block(found.id, reason, auditActorOf(request)))),
    ),
    unblockContact: finding(requested, async ({ found, request }) =>
      presentContact(orNotFound(await contacts.unblock(found.id, auditActorOf(request)))),
    ),
    getContactTimeline: finding(requested, async ({ found, query }) =>
      presentTranscriptPage(await transcript.ofContact(found.id, transcriptPage(query)), query),
    ),
    async listTags({ params: { id }, viewer }) {
      if (!viewer.brandIds.includes(id)) throw new ApiError('not_found');
      return { items: [...(await contacts.tagsOfBrand(id, MOST_TAGS_LISTED))], nextCursor: null };
    },
  });
}

function noRemark(): ApiError {
  return invalidField('remark', 'does not exist for a channel of this kind: use `name`', 'no_remark');
}
