/** `/contacts`: the people who write to our channels. */
import { type Request, Router } from 'express';
import { type ContactBody, contactQuerySchema } from '../../contracts/contact';
import { transcriptQuerySchema } from '../../contracts/message';
import type { Contact, Contacts } from '../../store/contacts';
import type { Transcript } from '../../store/transcript';
import { brandScope, maySee } from '../conversation-access';
import { viewerOf } from '../middleware/viewer';
import { contactName } from '../present-conversation';
import { presentMessage } from '../present-message';
import { ApiError, parseRequest } from '../problems';
import { pathParam } from '../request';

export type ContactRouterDeps = {
  readonly contacts: Contacts;
  readonly transcript: Pick<Transcript, 'ofContact'>;
};

/** `GET /contacts`, `GET /contacts/:id`, `GET /contacts/:id/timeline`. */
export function createContactRouter({ contacts, transcript }: ContactRouterDeps): Router {
  const router = Router();

  router.get('/contacts', async (request, response) => {
    const { limit, cursor: after, channelId, openId } = parseRequest(contactQuerySchema, request.query);
    const filter = {
      brandIds: brandScope(viewerOf(request)),
      ...(channelId === undefined ? {} : { channelId }),
      ...(openId === undefined ? {} : { openId }),
    };
    const { items, nextCursor } = await contacts.list(filter, { limit, after });
    response.json({ items: items.map(presentContact), nextCursor });
  });

  router.get('/contacts/:id', async (request, response) => {
    response.json(presentContact(await requestedContact(contacts, request)));
  });

  router.get('/contacts/:id/timeline', async (request, response) => {
    const { limit, cursor } = parseRequest(transcriptQuerySchema, request.query);
    const contact = await requestedContact(contacts, request);
    const rows = await transcript.ofContact(contact.id, { afterSeq: Number(cursor ?? 0), limit: limit + 1 });
    const items = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? String(items.at(-1)?.seq) : null;
    response.json({ items: items.map(presentMessage), nextCursor });
  });

  return router;
}

async function requestedContact(contacts: Contacts, request: Request): Promise<Contact> {
  const found = await contacts.get(pathParam(request, 'id'));
  if (found === null || !maySee(viewerOf(request), found.brandId)) throw new ApiError('not_found');
  return found;
}

function presentContact(contact: Contact): ContactBody {
  return {
    id: contact.id,
    channelId: contact.channelId,
    brandId: contact.brandId,
    openId: contact.openId,
    name: contactName(contact),
    createdAt: new Date(contact.createdAt).toISOString(),
  };
}
