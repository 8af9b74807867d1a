/** Rules in the form, which has fields that are not filled in, and as the API takes them. */

type KeywordValues = { readonly text?: string; readonly match?: 'equals' | 'contains' };
export type ReplyType = 'text' | 'msgmenu' | 'image' | 'news';

/** A reply keeps the fields of other types when its type is changed. */
export type ReplyValues = {
  readonly type: ReplyType;
  readonly text?: string;
  readonly attachmentId?: string;
  readonly title?: string;
  readonly url?: string;
  readonly description?: string;
  readonly pictureUrl?: string;
  readonly head?: string;
  readonly items?: readonly { readonly id?: string; readonly text?: string }[];
  readonly tail?: string;
};

export type RuleValues = {
  readonly id: string;
  readonly when: {
    readonly keywords?: readonly KeywordValues[];
    readonly menuId?: string;
    readonly first?: boolean;
    readonly outOfHours?: boolean;
    readonly any?: boolean;
  };
  readonly reply: readonly ReplyValues[];
  readonly then: 'stay' | 'handover' | 'end';
  /** Of a hand-over; null: as without a bot. */
  readonly groupId?: string | null;
};

const trimmed = (text: string | undefined): string => text?.trim() ?? '';
const filled = (name: string, text: string | undefined) =>
  trimmed(text) === '' ? {} : { [name]: trimmed(text) };

/** Only what the type has. */
const REPLIES: Readonly<Record<ReplyType, (values: ReplyValues) => object>> = {
  text: ({ text = '' }) => ({ type: 'text', text }),
  image: ({ attachmentId = '' }) => ({ type: 'image', attachmentId }),
  news: ({ title, url, description, pictureUrl }) => ({
    type: 'news',
    title: trimmed(title),
    url: trimmed(url),
    description: trimmed(description),
    ...filled('pictureUrl', pictureUrl),
  }),
  msgmenu: ({ head, items = [], tail }) => ({
    type: 'msgmenu',
    ...filled('head', head),
    items: items.map(({ id, text }) => ({ id: trimmed(id), text: trimmed(text) })),
    ...filled('tail', tail),
  }),
};

/** A rule without the fields that are not filled in. */
export function toRule({ id, when, reply, then, groupId }: RuleValues): object {
  const keywords = (when.keywords ?? []).map(({ text, match = 'contains' }) => ({
    text: trimmed(text),
    match,
  }));
  return {
    id: trimmed(id),
    when: {
      ...(keywords.length === 0 ? {} : { keywords }),
      ...filled('menuId', when.menuId),
      ...(when.first === true ? { first: true } : {}),
      ...(when.outOfHours === true ? { outOfHours: true } : {}),
      ...(when.any === true ? { any: true } : {}),
    },
    reply: reply.map((one) => REPLIES[one.type](one)),
    // biome-ignore lint/suspicious/noThenProperty: the API's name.
    then,
    ...(then === 'handover' && typeof groupId === 'string' ? { groupId } : {}),
  };
}

/** The rules of a bot as the API returned them, which has judged them when they were saved. */
export function toRuleValues(rules: readonly unknown[]): readonly RuleValues[] {
  return rules as readonly RuleValues[];
}

/** A rule that is not there yet, with an id of its own. */
export function newRule(rules: readonly RuleValues[]): RuleValues {
  const ids = new Set(rules.map(({ id }) => id));
  let number = rules.length + 1;
  while (ids.has(`rule-${number}`)) number += 1;
  return {
    id: `rule-${number}`,
    when: { keywords: [{ text: '', match: 'contains' }] },
    reply: [{ type: 'text', text: '' }],
    // biome-ignore lint/suspicious/noThenProperty: the API's name.
    then: 'stay',
  };
}

/** The menu ids that rules answer to, for the choices of menus. */
export function menuIdsOf(rules: readonly RuleValues[]): readonly string[] {
  const ids = rules.map(({ when }) => trimmed(when?.menuId)).filter((id) => id !== '');
  return [...new Set(ids)];
}
