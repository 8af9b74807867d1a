import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { ZipFile } from 'yazl';
import type { MediaStore } from '../../media/media-store';
import type { Contact } from '../../store/contacts/contact-rows';
import type { Contacts } from '../../store/contacts/contacts';
import type { Conversations } from '../../store/conversations/conversations';
import type { ExportedFile, Exports } from '../../store/privacy/exports';
import type { Transcript, TranscriptMessage } from '../../store/transcript/transcript';
import { shownName } from '../../words/contact-name';
import type { Viewer } from '../middleware/viewer';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { presentContact } from '../present/present-contact';
import { storedAt } from '../present/present-conversation';
import { presentMessage } from '../present/present-message';
import { toIso } from '../present/times';
import { orNotFound } from '../problems';
import { allOf, withNotesIf } from './export-pages';
import { readRows } from './read-rows';
import { transcriptFile } from './transcript-file';
import type { TranscriptWords } from './words';

export type ContactZipDeps = {
  readonly exports: Pick<Exports, 'conversationsOf' | 'filesOf'>;
  readonly contacts: Pick<Contacts, 'get'>;
  readonly conversations: Pick<Conversations, 'get'>;
  readonly transcript: Pick<Transcript, 'ofConversation' | 'ofContact'>;
  readonly mediaStore: Pick<MediaStore, 'open' | 'has'>;
  readonly present: Pick<ConversationPresenter, 'one'>;
  /** Epoch ms. */
  readonly clock: () => number;
};

type Given = {
  readonly contact: Contact;
  readonly viewer: Viewer;
  readonly words: TranscriptWords;
  readonly notes: boolean;
};

const ROWS_PER_READ = 100;

/**
 * Writes everything about a contact as a zip file, entry by entry, no faster than it is read. Once the contact is erased,
 * nothing more is written: the file is cut off.
 */
export async function sendContactZip(deps: ContactZipDeps, given: Given, response: Response): Promise<void> {
  const zip = new ZipFile();
  // The type of the output hides that it can be destroyed.
  const output = zip.outputStream as Readable;
  let open: Readable | null = null;
  zip.on('error', (error) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  const add: AddEntry = (name, pieces, compress = true) => {
    zip.addReadStreamLazy(name, { compress }, (done) => {
      open = Readable.from(pieces(), { highWaterMark: 1, objectMode: true });
      // The library does not listen to streams that it is given lazily: an error would end the process.
      open.on('error', (error) => zip.emit('error', error));
      done(null, open);
    });
  };
  try {
    await addEntries(deps, given, add);
    zip.end();
    await pipeline(output, response);
  } catch (error) {
    (open as Readable | null)?.destroy();
    output.destroy();
    response.destroy();
    const hasLeft = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (!hasLeft) throw error;
  }
}

type AddEntry = (name: string, pieces: () => AsyncIterable<string | Buffer>, compress?: boolean) => void;

/** The order is that of the zip file: what is missing is known when all files have been opened. */
async function addEntries(deps: ContactZipDeps, given: Given, add: AddEntry): Promise<void> {
  const { exports, mediaStore, clock } = deps;
  const { contact, notes } = given;
  for await (const id of allOf((page) => exports.conversationsOf(contact.id, page))) {
    for (const format of ['json', 'html'] as const) {
      add(`conversations/${id}.${format}`, () => conversationFile(deps, given, id, format));
    }
  }
  add('outside-conversations.json', () => outsideRows(deps, contact.id, notes));
  const missing: string[] = [];
  for await (const { id, name, sha256 } of allOf((page) => exports.filesOf(contact.id, page))) {
    add(`files/${id}-${toEntryName(name)}`, () => contentOf(mediaStore, { id, sha256 }, missing), false);
  }
  add('contact.json', async function* () {
    const about = {
      contact: presentContact(contact),
      exportedAt: toIso(clock()),
      notes,
      missingFiles: missing,
    };
    yield `${JSON.stringify(about, null, 2)}\n`;
  });
}

async function* conversationFile(
  { conversations, contacts, transcript, mediaStore, present, clock }: ContactZipDeps,
  { contact, viewer, words, notes }: Given,
  id: string,
  format: 'json' | 'html',
): AsyncGenerator<string> {
  const now = clock();
  const conversation = await present.one(viewer, storedAt(orNotFound(await conversations.get(id)), now));
  const heading = {
    conversation,
    contactName: shownName(conversation.contact, words.t),
    savedAt: toIso(now),
  };
  const stillMay = async () => orNotFound(await contacts.get(contact.id));
  const rows = withNotesIf(notes, readRows(transcript, id, stillMay));
  yield* transcriptFile(rows, heading, words, { format, mediaStore });
}

/** What belongs to no conversation: follows, scans, menus, and what was received while none could begin. */
async function* outsideRows(
  { transcript, contacts }: ContactZipDeps,
  contactId: string,
  notes: boolean,
): AsyncGenerator<string> {
  yield '[';
  let isFirst = true;
  for await (const row of withNotesIf(notes, timelineOf(transcript, contacts, contactId))) {
    if (row.conversationId !== null) continue;
    yield `${isFirst ? '' : ','}\n${JSON.stringify(presentMessage(row))}`;
    isFirst = false;
  }
  yield '\n]\n';
}

async function* timelineOf(
  transcript: Pick<Transcript, 'ofContact'>,
  contacts: Pick<Contacts, 'get'>,
  contactId: string,
): AsyncGenerator<TranscriptMessage> {
  for (let afterSeq = 0; ; ) {
    orNotFound(await contacts.get(contactId));
    const rows = await transcript.ofContact(contactId, { afterSeq, limit: ROWS_PER_READ });
    yield* rows;
    const last = rows.at(-1)?.seq;
    if (rows.length < ROWS_PER_READ || last === undefined || last === null) return;
    afterSeq = last;
  }
}

/** Empty, and named in `missing`, if the file store does not have it any more. */
async function* contentOf(
  mediaStore: Pick<MediaStore, 'open' | 'has'>,
  { id, sha256 }: Pick<ExportedFile, 'id' | 'sha256'>,
  missing: string[],
): AsyncGenerator<Buffer> {
  if (!(await mediaStore.has(sha256))) {
    missing.push(id);
    return;
  }
  for await (const chunk of await mediaStore.open(sha256)) yield chunk as Buffer;
}

/** A name that every system takes as one file's, and that leads out of no folder. */
function toEntryName(name: string): string {
  return name
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cs}]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(-120);
}
