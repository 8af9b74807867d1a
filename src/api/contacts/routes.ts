/** `/contacts`: the people who write to our channels. */
import { type Request, Router } from 'express';
import {
  blockContactSchema,
  changeContactSchema,
  contactQuerySchema,
} from '../../contracts/conversations/contact';
import { transcriptQuerySchema } from '../../contracts/conversations/message';
import type { Contact } from '../../store/contacts/contact-rows';
import type { Contacts } from '../../store/contacts/contacts';
import type { Transcript } from '../../store/transcript/transcript';
import { brandScope, maySee } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { viewerOf } from '../middleware/viewer';
import { presentMessage } from '../present/present-message';
import { ApiError, parseRequest } from '../problems';
import { parseBody, pathParam } from '../request';
import { presentContact } from './present';

const MOST_TAGS_LISTED = 500;

export type ContactRouterDeps = {
  readonly contacts: Contacts;
  readonly transcript: Pick<Transcript, 'ofContact'>;
};

/** `GET /contacts`, `GET/PATCH /contacts/:id`, `/contacts/:id/{block,unblock,timeline}`, `GET /brands/:id/tags`. */
export function createContactRouter({ contacts, transcript }: ContactRouterDeps): Router {
  const router = Router();

  router.get('/contacts', async (request, response) => {
    const query = parseRequest(contactQuerySchema, request.query);
    const { limit, cursor: after, channelId, openId, tag, q } = query;
    const filter = {
      brandIds: brandScope(viewerOf(request)),
      ...(channelId === undefined ? {} : { channelId }),
      ...(openId === undefined ? {} : { openId }),
      ...(tag === undefined ? {} : { tag }),
      ...(q === undefined ? {} : { search: q }),
    };
    const { items, nextCursor } = await contacts.list(filter, { limit, after });
    response.json({ items: items.map(presentContact), nextCursor });
  });

  router.get('/contacts/:id', async (request, response) => {
    response.json(presentContact(await requestedContact(contacts, request)));
  });

  router.patch('/contacts/:id', async (request, response) => {
    const change = parseBody(changeContactSchema, request);
    const { id } = await requestedContact(contacts, request);
    response.json(presentContact(found(await contacts.update(id, change))));
  });

  router.post('/contacts/:id/block', async (request, response) => {
    const { reason } = parseBody(blockContactSchema, request);
    const { id } = await requestedContact(contacts, request);
    response.json(presentContact(found(await contacts.block(id, reason, auditActorOf(request)))));
  });

  router.post('/contacts/:id/unblock', async (request, response) => {
    const { id } = await requestedContact(contacts, request);
    response.json(presentContact(found(await contacts.unblock(id, auditActorOf(request)))));
  });

  router.get('/brands/:id/tags', async (request, response) => {
    const id = pathParam(request, 'id');
    if (!viewerOf(request).brandIds.includes(id)) throw new ApiError('not_found');
    response.json({ items: await contacts.tagsOfBrand(id, MOST_TAGS_LISTED), nextCursor: null });
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

function found(contact: Contact | null): Contact {
  if (contact === null) throw new ApiError('not_found');
  return contact;
}
