import { filesIn, type OutboundContent } from '../../domain/messages/outbound';
import { newId } from '../../platform/ids';

/** A message of a bot's answer as it is stored. */
export type AnswerRow = { readonly id: string; readonly type: string; readonly content: OutboundContent };

/** The messages of a bot's answer, each with a new id. `isLabelled`: WeChat marks them as made by AI. */
export function toAnswerRows(parts: readonly OutboundContent[], isLabelled: boolean): readonly AnswerRow[] {
  const label = isLabelled ? { aiLabel: true } : {};
  return parts.map((content) => ({ id: newId(), type: content.type, content: { ...content, ...label } }));
}

/** The files that these messages send, each once for its message: the ids of the message and of the file. */
export function filesOf(
  rows: readonly Pick<AnswerRow, 'id' | 'content'>[],
): readonly { readonly id: string; readonly file: string }[] {
  return rows.flatMap(({ id, content }) => filesIn(content).map((file) => ({ id, file })));
}
