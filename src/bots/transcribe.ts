import { FormData } from 'undici';
import { z } from 'zod';
import type { BotFailure } from '../domain/bots/answer';
import { cleanText } from '../domain/bots/shaping/clean-text';
import type { GuardedClient } from '../platform/network/guarded-client';
import type { Secret } from '../platform/secrets/secret';
import { TurnFailed } from './asked';
import { parseJson } from './calls/parse-json';
import { ASK_LIMITS, PAUSE_MS, post, readText } from './calls/post';

/** A service behind `/audio/transcriptions`, as OpenAI has it. */
export type Transcription = {
  readonly baseUrl: string;
  readonly apiKey: Secret<string> | null;
  readonly model: string;
};

/** The words of a voice message, or why they are not known. Nothing said is `empty`. */
export type Heard =
  | { readonly type: 'heard'; readonly text: string }
  | { readonly type: 'failed'; readonly detail: BotFailure };

const answerSchema = z.object({ text: z.string() });

/**
 * Has a voice message written down.
 *
 * @param voice its playable form
 * @throws the reason of `signal`
 */
export async function transcribe(
  { baseUrl, apiKey, model }: Transcription,
  voice: { readonly bytes: Buffer; readonly mediaType: string; readonly fileName: string },
  { client, signal, pauseMs = PAUSE_MS }: { client: GuardedClient; signal: AbortSignal; pauseMs?: number },
): Promise<Heard> {
  const body = new FormData();
  body.append('model', model);
  body.append('response_format', 'json');
  body.append('file', new Blob([new Uint8Array(voice.bytes)], { type: voice.mediaType }), voice.fileName);
  const onProgress = (): void => undefined;
  try {
    const answer = await post(
      { client, signal, onProgress, pauseMs, limits: ASK_LIMITS },
      {
        url: `${baseUrl.replace(/\/+$/, '')}/audio/transcriptions`,
        secretHeaders: apiKey === null ? {} : { authorization: `Bearer ${apiKey.reveal()}` },
        body,
        limits: ASK_LIMITS.model,
      },
    );
    const text = cleanText(parseJson(await readText(answer, onProgress), answerSchema).text);
    return text === '' ? { type: 'failed', detail: 'empty' } : { type: 'heard', text };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TurnFailed) return { type: 'failed', detail: error.detail };
    throw error;
  }
}
