import type { Request, Response } from 'express';
import { type TRANSCRIPT_FORMATS, transcriptRoutes } from '../../contracts/conversations/transcript';
import type { MediaStore } from '../../media/media-store';
import type { Conversations } from '../../store/conversations/conversations';
import type { Transcript, TranscriptMessage } from '../../store/transcript/transcript';
import { shownName } from '../../words/contact-name';
import { isLanguage, LANGUAGES, type Language } from '../../words/languages';
import { requestedConversation } from '../access/conversation-access';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { toFileName } from '../present/file-name';
import { storedAt } from '../present/present-conversation';
import { sendPieces } from '../present/send-pieces';
import { toIso } from '../present/times';
import { finding, implement, type Route } from '../route';
import { HTML_POLICY } from './html';
import { readRows } from './read-rows';
import { transcriptFile } from './transcript-file';
import { createTranscriptWords } from './words';

type Deps = {
  readonly conversations: Pick<Conversations, 'get'>;
  readonly transcript: Pick<Transcript, 'ofConversation'>;
  readonly mediaStore: Pick<MediaStore, 'open'>;
  readonly present: Pick<ConversationPresenter, 'one'>;
  /** Epoch ms. */
  readonly clock: () => number;
};

type Format = (typeof TRANSCRIPT_FORMATS)[number];
const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** A conversation as one file. */
export function createTranscriptRoutes(deps: Deps): readonly Route[] {
  const { conversations, transcript, mediaStore, present, clock } = deps;
  return implement(transcriptRoutes)({
    getTranscript: finding(
      (named) => requestedConversation(conversations, named),
      async ({ found, query, viewer, params, request, response }) => {
        const { format, lang, timeZone, notes, disposition } = query;
        const words = await createTranscriptWords(lang ?? languageOf(request), timeZone);
        const now = clock();
        const conversation = await present.one(viewer, storedAt(found, now));
        const contactName = shownName(conversation.contact, words.t);
        const heading = { conversation, contactName, savedAt: toIso(now) };
        // Who is disabled, moved to another brand or erased meanwhile gets no further page.
        const stillMay = () => requestedConversation(conversations, { params, viewer });
        const all = readRows(transcript, conversation.id, stillMay);
        const rows = notes ? all : withoutNotes(all);
        const name = `${contactName} ${conversation.startedAt.slice(0, 10)}.${format}`;
        setHeaders(response, { format, disposition, name, language: words.language });
        await sendPieces(transcriptFile(rows, heading, words, { format, mediaStore }), request, response);
      },
    ),
  });
}

/** The reader's language: the first one in `Accept-Language` that the console has, or else English. */
function languageOf(request: Request): Language {
  const accepted = request.acceptsLanguages(Object.keys(LANGUAGES));
  return accepted !== false && isLanguage(accepted) ? accepted : 'en';
}

async function* withoutNotes(rows: AsyncIterable<TranscriptMessage>): AsyncGenerator<TranscriptMessage> {
  for await (const row of rows) if (row.direction !== 'note') yield row;
}

function setHeaders(
  response: Response,
  given: {
    readonly format: Format;
    readonly disposition: 'attachment' | 'inline';
    readonly name: string;
    readonly language: Language;
  },
): void {
  const { format, disposition, name, language } = given;
  response.vary('Accept-Language');
  response.set({
    'Content-Type': TYPES[format],
    'Content-Language': language,
    'Content-Disposition': `${disposition}; ${toFileName(name)}`,
    'Content-Security-Policy': HTML_POLICY,
    // As the policy says, which old browsers do not know.
    'X-Frame-Options': 'SAMEORIGIN',
  });
}
