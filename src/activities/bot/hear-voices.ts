import type { Heard, Transcription } from '../../bots/transcribe';
import type { BotFailure } from '../../domain/bots/answer';
import type { TurnTexts, TurnWords } from '../../store/bots/turn-texts';
import { readTurnFile, type TurnFile, type TurnFilesDeps } from './turn-files';
import { textOf } from './turn-words';

export type HearVoicesDeps = TurnFilesDeps & {
  readonly transcribe: (
    transcription: Transcription,
    voice: TurnFile,
    options: { readonly signal: AbortSignal },
  ) => Promise<Heard>;
  readonly turnTexts: Pick<TurnTexts, 'putIntoWords'>;
};

/** The messages with all voices in words; or `unheard`: one has none, so that only a person can answer. */
export type WithVoices =
  | { readonly type: 'heard'; readonly messages: readonly TurnWords[] }
  | { readonly type: 'unheard'; readonly detail?: BotFailure };

/**
 * Has the voice messages of a turn put into words, and keeps the words, which are shown with them from then on. What
 * WeChat has recognized already, or an earlier run, is not asked for again.
 *
 * @param transcription the service that does it; null: the bot has none
 * @throws the reason of `signal`
 */
export async function hearVoices(
  deps: HearVoicesDeps,
  messages: readonly TurnWords[],
  transcription: Transcription | null,
  signal: AbortSignal,
): Promise<WithVoices> {
  const heard: TurnWords[] = [];
  for (const message of messages) {
    if (message.type !== 'voice' || textOf(message) !== '') {
      heard.push(message);
      continue;
    }
    if (transcription === null || message.attachmentId === null) return { type: 'unheard' };
    const voice = await readTurnFile(deps, message.attachmentId, signal);
    if (voice === null) return { type: 'unheard' };
    const said = await deps.transcribe(transcription, voice, { signal });
    if (said.type === 'failed') return { type: 'unheard', detail: said.detail };
    await deps.turnTexts.putIntoWords(message.messageId, said.text);
    heard.push({ ...message, content: { ...message.content, recognition: said.text } });
  }
  return { type: 'heard', messages: heard };
}
