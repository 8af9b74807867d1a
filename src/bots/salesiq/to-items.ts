/** SalesIQ's replies and cards as WeChat can show them. docs/bots.md has the table. */
import type { AnswerItem } from '../../domain/bots/answer';
import { cleanText, isBlank } from '../../domain/bots/shaping/clean-text';
import {
  LONGEST_MENU_ITEM_BYTES,
  LONGEST_MENU_TEXT_BYTES,
  LONGEST_TITLE,
  LONGEST_URL,
} from '../../domain/messages/message-limits';
import { textBytes } from '../../domain/messages/message-text';
import { TurnFailed } from '../asked';
import type { SiqCard, SiqSaid } from './answer-schema';
import { choicesOf } from './choices';

/** More choices than this are a text with numbers: a menu of WeChat grows long. */
const MOST_CHOICES = 10;

type Shown = {
  /** One message for each reply. */
  readonly items: readonly AnswerItem[];
  /** What the contact may choose by its number, because it was told so; empty: nothing. */
  readonly choices: readonly string[];
};

/** Throws `invalid_answer` for a card that nothing is known of, not even a text. */
export function toItems({ replies = [], suggestions, input }: SiqSaid): Shown {
  const items = replies.flatMap((reply) => (typeof reply === 'string' ? toText(reply) : toCard(reply)));
  const choices = choicesOf(input, suggestions);
  if (choices.length === 0) return { items, choices: [] };
  const last = items.at(-1);
  const isQuestion = last?.type === 'text';
  const before = isQuestion ? items.slice(0, -1) : items;
  const head = isQuestion ? last.text : '';
  const isMenu =
    choices.length <= MOST_CHOICES &&
    input?.type !== 'multiple-select' &&
    textBytes(head) <= LONGEST_MENU_TEXT_BYTES &&
    choices.every((choice) => textBytes(choice) <= LONGEST_MENU_ITEM_BYTES);
  if (isMenu) {
    const menu: AnswerItem = {
      type: 'msgmenu',
      ...(head === '' ? {} : { head }),
      items: choices.map((text, index) => ({ id: String(index + 1), text })),
    };
    return { items: [...before, menu], choices: [] };
  }
  const lines = choices.map((choice, index) => `${index + 1}. ${choice}`);
  return { items: [...before, ...toText([head, ...lines].join('\n'))], choices };
}

function toText(text: string): readonly AnswerItem[] {
  const clean = cleanText(text);
  return isBlank(clean) ? [] : [{ type: 'text', text: clean }];
}

function toCard(card: SiqCard): readonly AnswerItem[] {
  const { text = '', image, links = [], images = [], elements = [], url } = card;
  if (links.length > 0)
    return toText([text, ...links.map((link) => `${link.text ?? ''} ${link.url}`.trim())].join('\n'));
  if (elements.length > 0) return toProducts(text, elements);
  const pictures = [...(image === undefined ? [] : [image]), ...images];
  const [only] = pictures;
  if (only !== undefined && pictures.length === 1) {
    if (isBlank(text) && only.startsWith('https://')) return [{ type: 'picture', url: only, text: only }];
    return toArticle(text, only, only) ?? toText(`${text}\n${only}`);
  }
  const all = [text, ...pictures, ...(url === undefined ? [] : [url])].filter((part) => part !== '');
  if (all.length === 0 && card.type !== undefined) throw new TurnFailed('invalid_answer');
  return toText(all.join('\n'));
}

function toProducts(text: string, elements: NonNullable<SiqCard['elements']>): readonly AnswerItem[] {
  const [only] = elements;
  if (only !== undefined && elements.length === 1) {
    const address = only.actions?.find(({ link }) => link !== undefined)?.link ?? only.image;
    const article =
      address === undefined ? null : toArticle(only.title ?? text, address, only.image, only.subtitle);
    if (article !== null) return article;
  }
  const lines = elements.map(({ title, subtitle, actions }, index) => {
    const words = [title, subtitle].filter((part) => part !== undefined && part !== '').join(' – ');
    const address = actions?.find(({ link }) => link !== undefined)?.link ?? '';
    return `${elements.length > 1 ? `${index + 1}. ` : ''}${words} ${address}`.trim();
  });
  return toText([text, ...lines].join('\n'));
}

/** One article; null if something of it is missing, or longer than an article may have. */
function toArticle(
  words: string,
  url: string,
  pictureUrl?: string,
  description?: string,
): readonly AnswerItem[] | null {
  const title = cleanText(words).replaceAll('\n', ' ');
  const addresses = pictureUrl === undefined ? [url] : [url, pictureUrl];
  const isAddress = (text: string): boolean =>
    /^https?:\/\//.test(text) && URL.canParse(text) && text.length <= LONGEST_URL;
  if (title === '' || title.length > LONGEST_TITLE || !addresses.every(isAddress)) return null;
  const more = cleanText(description ?? '').slice(0, LONGEST_TITLE);
  return [
    {
      type: 'news',
      title,
      url,
      ...(more === '' ? {} : { description: more }),
      ...(pictureUrl === undefined ? {} : { pictureUrl }),
    },
  ];
}
