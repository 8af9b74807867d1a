import type { Request } from 'express';
import { exportRoutes } from '../../contracts/data/export';
import type { AuditLog } from '../../store/people/audit-log';
import { shownName } from '../../words/contact-name';
import { isLanguage, LANGUAGES, type Language } from '../../words/languages';
import { maySee } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { toFileName } from '../present/file-name';
import { presentContact } from '../present/present-contact';
import { sendPieces } from '../present/send-pieces';
import { toIso } from '../present/times';
import { ApiError, orNotFound } from '../problems';
import { finding, implement, type Route } from '../route';
import { type ContactZipDeps, sendContactZip } from './contact-zip';
import { conversationLines, type LinesDeps } from './conversation-lines';
import { createTranscriptWords } from './words';

type Deps = ContactZipDeps & LinesDeps & { readonly auditLog: Pick<AuditLog, 'append'> };

/** Data that leaves the desk: for a person who asks for theirs, and for a move to another system. */
export function createExportRoutes(deps: Deps): readonly Route[] {
  const { contacts, auditLog, clock } = deps;
  return implement(exportRoutes)({
    exportContact: finding(
      async ({ params, viewer }) => {
        const contact = orNotFound(await contacts.get(params.id));
        if (!maySee(viewer, contact.brandId)) throw new ApiError('not_found');
        return contact;
      },
      async ({ found: contact, query: { notes, lang, timeZone }, viewer, request, response }) => {
        const words = await createTranscriptWords(lang ?? languageOf(request), timeZone);
        await auditLog.append(auditActorOf(request), {
          action: 'contact.exported',
          target: { type: 'contact', id: contact.id },
          details: { notes },
        });
        const name = `${shownName(presentContact(contact), words.t)} ${toIso(clock()).slice(0, 10)}.zip`;
        response.set({
          'Content-Type': 'application/zip',
          'Content-Disposition': `attachment; ${toFileName(name)}`,
          'Cache-Control': 'no-store',
        });
        if (request.method === 'HEAD') return void response.end();
        await sendContactZip(deps, { contact, viewer, words, notes }, response);
      },
    ),
    async exportConversations({ query: { from, to, channelId, notes }, viewer, request, response }) {
      await auditLog.append(auditActorOf(request), {
        action: 'conversations.exported',
        details: { from: from ?? null, to: to ?? null, channelId: channelId ?? null, notes },
      });
      response.set({
        'Content-Type': 'application/x-ndjson; charset=utf-8',
        'Content-Disposition': 'attachment; filename="conversations.ndjson"',
        'Cache-Control': 'no-store',
      });
      const filter = { from: toMs(from), to: toMs(to), channelId: channelId ?? null, notes };
      await sendPieces(conversationLines(deps, viewer, filter), request, response);
    },
  });
}

function toMs(time: string | undefined): number | null {
  return time === undefined ? null : Date.parse(time);
}

/** The reader's language: the first one in `Accept-Language` that the console has, or else English. */
function languageOf(request: Request): Language {
  const accepted = request.acceptsLanguages(Object.keys(LANGUAGES));
  return accepted !== false && isLanguage(accepted) ? accepted : 'en';
}
