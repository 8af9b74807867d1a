/** An answer as messages, and which of them leave now. */
import { LONGEST_MENU_TEXT_BYTES } from '../../messages/message-limits';
import { LONGEST_TEXT_BYTES, textBytes } from '../../messages/message-text';
import { type AnswerItem, type AnswerPart, LONGEST_ANSWER, MOST_PARTS } from '../answer';
import { cutBeginning, isFarTooLong, packText } from './pack-text';

/** In bytes of UTF-8; a channel's `continueText` may not be longer. */
export const LONGEST_CONTINUE_TEXT_BYTES = 200;

/** Texts are cut into messages of at most 2,048 bytes, as few as possible each; all else is one message each. */
export function toParts(items: readonly AnswerItem[]): readonly AnswerPart[] {
  return items.flatMap((item) =>
    item.type === 'text'
      ? packText(item.text).map(({ text }): AnswerPart => ({ type: 'text', text }))
      : [item],
  );
}

/** Whether an answer needs more messages than are ever sent ({@link MOST_PARTS}), or is longer than is ever read. */
export function isTooMuch(items: readonly AnswerItem[]): boolean {
  if (items.length > MOST_PARTS) return true;
  const length = items.reduce((sum, item) => sum + (item.type === 'text' ? item.text.length : 0), 0);
  if (length > LONGEST_ANSWER) return true;
  const isLong = items.some((item) => item.type === 'text' && isFarTooLong(item.text, MOST_PARTS));
  return isLong || toParts(items).length > MOST_PARTS;
}

/**
 * Which messages of an answer leave now, and what stays for later. If not all of them have a place, the last one that
 * leaves ends with `continueText`, which counts: a text is cut shorter for it, a menu has it below its items, a picture
 * is told by its address. The rest of a text stays one text, so that it is put into as few messages as possible anew when
 * its turn comes.
 *
 * @param places how many messages may leave now; with 0 everything is held, and nothing says so
 * @param continueText how the contact gets the rest, of at most {@link LONGEST_CONTINUE_TEXT_BYTES}; null: they cannot
 */
export function divideAnswer(
  items: readonly AnswerItem[],
  places: number,
  continueText: string | null,
): { readonly accepted: readonly AnswerPart[]; readonly rest: readonly AnswerItem[] } {
  const placed = items.flatMap((item, index) => placesOf(item).map((place) => ({ ...place, index })));
  const accepted = placed.slice(0, Math.max(0, places)).map(({ part }) => part);
  const next = placed[accepted.length];
  if (next === undefined) return { accepted, rest: [] };
  const last = placed[accepted.length - 1];
  if (last === undefined || continueText === null) {
    const { part, restOfItem, index } = next;
    const rest: AnswerItem = part.type === 'text' ? { type: 'text', text: restOfItem } : part;
    return { accepted, rest: [rest, ...items.slice(index + 1)] };
  }
  const { part, rest } = withHint(last.part, last.restOfItem, `\n\n${continueText}`);
  const restItems: readonly AnswerItem[] = rest === '' ? [] : [{ type: 'text', text: rest }];
  return { accepted: [...accepted.slice(0, -1), part], rest: [...restItems, ...items.slice(last.index + 1)] };
}

type Place = {
  readonly part: AnswerPart /** Of a text: all of it from this part on. */;
  readonly restOfItem: string;
};

function placesOf(item: AnswerItem): readonly Place[] {
  if (item.type !== 'text') return [{ part: item, restOfItem: '' }];
  return packText(item.text).map(({ text, from }) => ({
    part: { type: 'text', text },
    restOfItem: item.text.slice(from),
  }));
}

function withHint(
  part: AnswerPart,
  restOfItem: string,
  hint: string,
): { readonly part: AnswerPart; readonly rest: string } {
  if (part.type === 'picture') {
    const fits = textBytes(part.text + hint) <= LONGEST_TEXT_BYTES;
    return { part: fits ? { type: 'text', text: part.text + hint } : part, rest: '' };
  }
  if (part.type === 'msgmenu') {
    const tail = part.tail === undefined ? hint.trim() : part.tail + hint;
    return { part: textBytes(tail) <= LONGEST_MENU_TEXT_BYTES ? { ...part, tail } : part, rest: '' };
  }
  // An article or a file has no room for words; asking for more works all the same.
  if (part.type !== 'text') return { part, rest: '' };
  const cut = cutBeginning(restOfItem, LONGEST_TEXT_BYTES - textBytes(hint));
  // An address that leaves no room for the words is worth more than they are.
  if (cut === null) return { part, rest: restOfItem.slice(part.text.length).trim() };
  return { part: { type: 'text', text: cut.beginning + hint }, rest: cut.rest };
}
