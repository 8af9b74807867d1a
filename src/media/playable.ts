import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { JudgedFile } from '../domain/messages/attachments';
import { decodeVoice } from './decode-voice';
import type { MediaStore } from './media-store';

/** A voice message in a format that browsers can play, in the media store. */
export type PlayableForm = {
  readonly sha256: string;
  readonly contentType: 'audio/wav';
  readonly size: number;
};

/**
 * The longest voice message that is decoded (5 MB as WAV), because a silent frame is a single byte of AMR. WeChat's own
 * last up to 60 s.
 */
const LONGEST_DECODED_MS = 5 * 60_000;
const NEEDS_ONE: ReadonlySet<string> = new Set(['audio/amr', 'audio/amr-wb', 'audio/speex']);

/**
 * Creates and stores the playable version of a voice message that browsers cannot play. Null: the file needs none;
 * `not_playable`: it cannot have one. Rejects if storing it fails.
 */
export async function keepPlayable(
  store: Pick<MediaStore, 'receive' | 'keep'>,
  path: string,
  { contentType, durationMs }: Pick<JudgedFile, 'contentType' | 'durationMs'>,
): Promise<PlayableForm | 'not_playable' | null> {
  if (!NEEDS_ONE.has(contentType)) return null;
  // Without valid frames the codec would produce noise.
  const isDecodable = contentType === 'audio/amr' && durationMs !== null;
  if (!isDecodable || durationMs > LONGEST_DECODED_MS) return 'not_playable';
  const wav = await decodeVoice(await readFile(path));
  if (wav === null) return 'not_playable';
  const written = await store.receive(Readable.from([wav]), wav.length);
  await store.keep(written);
  return { sha256: written.sha256, contentType: 'audio/wav', size: wav.length };
}
