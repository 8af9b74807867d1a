import type { AnswerItem } from '../../domain/bots/answer';
import { cleanText, isBlank } from '../../domain/bots/shaping/clean-text';
import { cutThinking } from '../../domain/bots/shaping/cut-thinking';
import { parseMarkdown } from './parse-markdown';
import { mergeTexts, type Piece } from './pieces';
import { renderBlocks } from './render-blocks';

/**
 * The answer of a language model as WeChat can show it: no thoughts, no Markdown, texts and pictures in order. A text
 * is of any length (`divideAnswer` cuts it). Plain text stays as it is, but for its spaces. Empty if nothing is left.
 *
 * @param answer all of it: the chunks of a stream joined
 * @example shapeAnswer('**茶** [店](https://a.test)') // [{ type: 'text', text: '茶 <a href="https://a.test">店</a>' }]
 */
export function shapeAnswer(answer: string): readonly AnswerItem[] {
  return toItems(renderBlocks(parseMarkdown(cleanText(cutThinking(answer)))));
}

/** Pieces as items; texts that follow each other are one, so that they need as few messages as possible. */
function toItems(pieces: readonly Piece[]): readonly AnswerItem[] {
  return mergeTexts(pieces).flatMap((piece): readonly AnswerItem[] => {
    if (typeof piece !== 'string') return [piece];
    const text = cleanText(piece);
    return isBlank(text) ? [] : [{ type: 'text', text }];
  });
}
