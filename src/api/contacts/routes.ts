import type { Logger } from 'pino';
import { contactRoutes } from '../../contracts/conversations/contact';
import { featuresOf } from '../../domain/channel-kinds';
import { withTimeLimit } from '../../platform/time-limit';
import type { Contact } from '../../store/contacts/contact-rows';
import type { Contacts } from '../../store/contacts/contacts';
import type { EraseWords } from '../../store/privacy/erase-words';
import type { ErasedContacts } from '../../store/privacy/erased-contacts';
import type { Erasures } from '../../store/privacy/erasures';
import type { SweepFiles } from '../../store/privacy/media-sweep';
import type { Transcript } from '../../store/transcript/transcript';
import { brandScope, maySee, type Named } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { requireAdministrator, requireScope } from '../middleware/viewer';
import { presentContact } from '../present/present-contact';
import { toIso } from '../present/times';
import { presentTranscriptPage, transcriptPage } from '../present/transcript-page';
import { ApiError, invalidField, orNotFound } from '../problems';
import { finding, implement, type Route } from '../route';

const MOST_TAGS_LISTED = 500;

/** An erasure of 10,000 messages takes a few seconds; one that takes longer goes on without the request. */
const WORDS_AWAITED_MS = 15_000;

type Deps = {
  readonly contacts: Contacts;
  readonly erasures: Pick<Erasures, 'begin'>;
  readonly erasedContacts: Pick<ErasedContacts, 'getMany'>;
  readonly eraseWords: EraseWords;
  readonly sweepFiles: SweepFiles;
  readonly logger: Pick<Logger, 'warn'>;
  readonly transcript: Pick<Transcript, 'ofContact'>;
};

/** The people who write to our channels. */
export function createContactRoutes({
  contacts,
  transcript,
  erasures,
  erasedContacts,
  eraseWords,
  sweepFiles,
  logger,
}: Deps): readonly Route[] {
  const requested = async ({ params, viewer }: Named): Promise<Contact> => {
    const contact = orNotFound(await contacts.get(params.id));
    if (!maySee(viewer, contact.brandId)) throw new ApiError('not_found');
    return contact;
  };

  // A request that is repeated, because its answer was lost, is answered again.
  const requestedEvenErased = async (named: Named): Promise<{ readonly id: string }> => {
    const { id } = named.params;
    const [erased] = await erasedContacts.getMany([id]);
    if (erased === undefined) return requested(named);
    if (!maySee(named.viewer, erased.brandId)) throw new ApiError('not_found');
    return { id };
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
    changeContact: finding(requested, async ({ found, body, viewer, request }) => {
      const { legalHold, reason, ...change } = body;
      if (legalHold !== undefined) {
        requireScope(viewer, 'admin');
        requireAdministrator(viewer);
      }
      if (body.remark !== undefined && !featuresOf(found.channelKind).remark) throw noRemark();
      const changed = orNotFound(await contacts.update(found.id, change));
      if (legalHold === undefined || reason === undefined) return presentContact(changed);
      const hold = { isHeld: legalHold, reason };
      return presentContact(orNotFound(await contacts.hold(found.id, hold, auditActorOf(request))));
    }),
    eraseContact: finding(requestedEvenErased, async ({ found: { id }, body: { reason }, request }) => {
      const result = await erasures.begin(id, reason, auditActorOf(request));
      if (result.type === 'notFound') throw new ApiError('not_found');
      if (result.type === 'legalHold') throw new ApiError('legal_hold');
      // What fails here is done by the dispatcher of erasures.
      const removeAll = async (): Promise<void> => {
        await eraseWords(id);
        await sweepFiles();
      };
      const removal = removeAll().then(
        () => true,
        (error: unknown) => {
          logger.warn({ err: error, contactId: id }, 'a contact could not be erased completely yet');
          return false;
        },
      );
      const removed = await withTimeLimit(removal, WORDS_AWAITED_MS);
      return { id, erasedAt: toIso(result.at), areWordsRemoved: removed === true };
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
