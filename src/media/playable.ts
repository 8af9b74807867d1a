import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { JudgedFile } from '../domain/messages/attachments';
import { decodeVoice } from './decode-voice';
import type { MediaStore } from './media-store';

/** A form of a voice that browsers play, in the media store. */
export type PlayableForm = {
  readonly sha256: string;
  readonly contentType: 'audio/wav';
  readonly size: number;
};

/** The longest voice that is decoded (5 MB as WAV): a silent frame is one byte of AMR. WeChat's own last 60 s. */
const LONGEST_DECODED_MS = 5 * 60_000;
const NEEDS_ONE: ReadonlySet<string> = new Set(['audio/amr', 'audio/amr-wb', 'audio/speex']);

/**
 * Makes and keeps the playable form of a voice that browsers do not play themselves. Null: the file needs none;
 * `not_playable`: it has none. Rejects where the store does.
 */
export async function keepPlayable(
  store: Pick<MediaStore, 'receive' | 'keep'>,
  path: string,
  { contentType, durationMs }: Pick<JudgedFile, 'contentType' | 'durationMs'>,
): Promise<PlayableForm | 'not_playable' | null> {
  if (!NEEDS_ONE.has(contentType)) return null;
  // Where the frames make no sense, the codec would give noise.
  const isDecodable = contentType === 'audio/amr' && durationMs !== null;
  if (!isDecodable || durationMs > LONGEST_DECODED_MS) return 'not_playable';
  const wav = await decodeVoice(await readFile(path));
  if (wav === null) return 'not_playable';
  const written = await store.receive(Readable.from([wav]), wav.length);
  await store.keep(written);
  return { sha256: written.sha256, contentType: 'audio/wav', size: wav.length };
}
