import { type AnswerItem, LONGEST_ANSWER } from '../../domain/bots/answer';
import { cleanText, isBlank } from '../../domain/bots/shaping/clean-text';
import { cutThinking } from '../../domain/bots/shaping/cut-thinking';
import { TurnFailed } from '../asked';
import { parseMarkdown } from './parse-markdown';
import { mergeTexts, type Piece } from './pieces';
import { renderBlocks } from './render-blocks';

/**
 * The answer of a language model as WeChat can show it: no thoughts, no Markdown, texts and pictures in order. A text
 * may be longer than a message (`divideAnswer` cuts it). Plain text stays as it is, but for its spaces. Empty if nothing
 * is left. Throws `too_many_parts` if it is longer than {@link LONGEST_ANSWER} without the thoughts, or becomes so.
 *
 * @param answer all of it: the chunks of a stream joined
 * @example shapeAnswer('**茶** [店](https://a.test)') // [{ type: 'text', text: '茶 <a href="https://a.test">店</a>' }]
 */
export function shapeAnswer(answer: string): readonly AnswerItem[] {
  const text = cleanText(cutThinking(answer));
  // Before it is parsed: the work must not grow with all that an endpoint may send.
  if (text.length > LONGEST_ANSWER) throw new TurnFailed('too_many_parts');
  return toItems(renderBlocks(parseMarkdown(text)));
}

/** Pieces as items; texts that follow each other are one, so that they need as few messages as possible. */
function toItems(pieces: readonly Piece[]): readonly AnswerItem[] {
  return mergeTexts(pieces).flatMap((piece): readonly AnswerItem[] => {
    if (typeof piece !== 'string') return [piece];
    const text = cleanText(piece);
    return isBlank(text) ? [] : [{ type: 'text', text }];
  });
}
