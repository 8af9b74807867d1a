import type { AfterAnswer, AnswerItem, AnswerPart, BotFailure } from '../domain/bots/answer';
import { assignMenuIds, type MenuChoice } from '../domain/bots/menu-ids';
import { divideAnswer } from '../domain/bots/shaping/divide-answer';
import { fitToKind } from '../domain/bots/shaping/fit-to-kind';
import type { ChannelKind } from '../domain/channel-kinds';
import type { AfterTurn } from '../domain/conversation/bot/answer';
import { mediaIn, type OutboundContent } from '../domain/messages/outbound';
import type { Answered } from './asked';

/** Where an answer goes. */
export type AnswerPlaces = {
  /** How many messages may leave now, and how many each time the contact asks for the rest; the latter at least 1. */
  readonly places: number;
  readonly placesOfRest: number;
  /** What the last message that leaves ends with if there is a rest. */
  readonly continueText: string;
};

/** An answer as it is stored: its messages in order, the first `leaving` of them for now, and what follows. */
export type PreparedAnswer = {
  readonly type: 'said';
  readonly parts: readonly OutboundContent[];
  readonly leaving: number;
  readonly memory: unknown;
  readonly choices: readonly MenuChoice[];
  readonly isLabelled: boolean;
  readonly note: string | null;
  /** Left out: the bot keeps the conversation. */
  readonly then?: AfterTurn;
};

/** What the files and menus of answers need, for one contact. */
export type PrepareAnswerDeps = {
  /** The kind of the contact's channel. */
  readonly channelKind: () => Promise<ChannelKind>;
  /** How many numbers the contact's menus have had so far. */
  readonly usedMenuIds: () => Promise<number>;
  /** Stores the picture at an address, and returns the attachment's id; null if it cannot be had. */
  readonly keepPicture: (url: string) => Promise<string | null>;
  /** Whether messages of the bot's brand may hold these files. */
  readonly mayAttach: (attachmentIds: readonly string[]) => Promise<boolean>;
  /** The id of the group of the bot's brand that has this id or name; null: there is none. */
  readonly groupNamed: (named: string) => Promise<string | null>;
};

/**
 * Makes messages of what a bot said: its pictures are fetched, its menus get numbers of ours, and it is divided into
 * what leaves now and what waits. What the contact's channel does not have is said in another way; an answer that cannot be said there,
 * or with a file that is not the brand's, is `invalid_answer`; a hand-over to a
 * group that there is not is for the whole brand.
 */
export async function prepareAnswer(
  deps: PrepareAnswerDeps,
  bot: { readonly kind: string; readonly aiLabel: boolean },
  asked: Answered,
  places: AnswerPlaces,
): Promise<PreparedAnswer | { readonly type: 'failed'; readonly detail: BotFailure }> {
  const said = fitToKind(asked.items, await deps.channelKind());
  if (said === null) return { type: 'failed', detail: 'invalid_answer' };
  const named = said.flatMap((item) => (item.type === 'picture' ? [] : mediaIn(item)));
  const isAllowed = named.length === 0 || (await deps.mayAttach(named.map((one) => one.attachmentId)));
  if (!isAllowed) return { type: 'failed', detail: 'invalid_answer' };
  const items: AnswerItem[] = [];
  for (const item of said) items.push(await withoutAddress(item, deps.keepPicture));
  // What a model said is one text: a picture that cannot be had becomes a part of it again.
  const isModel = bot.kind === 'openai' || bot.kind === 'dify';
  const used = items.some((item) => item.type === 'msgmenu') ? await deps.usedMenuIds() : 0;
  const numbered = assignMenuIds(isModel ? withTextsJoined(items) : items, used);
  const then = asked.type === 'pending' ? null : await toAfterTurn(asked.then, deps.groupNamed);
  return {
    type: 'said',
    // What cannot leave with a hand-over or the end is not sent later either: nothing offers it.
    ...divide(numbered.items, then === null ? places : { ...places, continueText: null }),
    memory: asked.memory,
    choices: numbered.choices,
    isLabelled: bot.aiLabel,
    note: asked.type === 'answered' && asked.then.type === 'handover' ? asked.then.note : null,
    ...(then === null ? {} : { then }),
  };
}

function divide(
  items: readonly AnswerItem[],
  {
    places,
    placesOfRest,
    continueText,
  }: Omit<AnswerPlaces, 'continueText'> & {
    readonly continueText: string | null;
  },
): Pick<PreparedAnswer, 'parts' | 'leaving'> {
  const first = divideAnswer(items, places, continueText);
  const parts: AnswerPart[] = [...first.accepted];
  for (let { rest } = first; rest.length > 0; ) {
    const next = divideAnswer(rest, placesOfRest, continueText);
    parts.push(...next.accepted);
    rest = next.rest;
  }
  return { parts: parts.map(toContent), leaving: first.accepted.length };
}

async function toAfterTurn(
  then: AfterAnswer,
  groupNamed: PrepareAnswerDeps['groupNamed'],
): Promise<AfterTurn | null> {
  switch (then.type) {
    case 'stay':
      return null;
    case 'handover':
      return {
        type: 'handOver',
        reason: 'asked_by_bot',
        ...(then.groupId === null ? {} : { groupId: await groupNamed(then.groupId) }),
      };
    case 'end':
    case 'busy':
      return { type: then.type };
    default:
      return then satisfies never;
  }
}

async function withoutAddress(
  item: AnswerItem,
  keepPicture: PrepareAnswerDeps['keepPicture'],
): Promise<AnswerItem> {
  if (item.type !== 'picture') return item;
  const attachmentId = await keepPicture(item.url);
  return attachmentId === null ? { type: 'text', text: item.text } : { type: 'image', attachmentId };
}

function withTextsJoined(items: readonly AnswerItem[]): readonly AnswerItem[] {
  const joined: AnswerItem[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (item.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = { type: 'text', text: `${last.text}\n\n${item.text}` };
    } else joined.push(item);
  }
  return joined;
}

/** Pictures are files by now. */
function toContent(part: AnswerPart): OutboundContent {
  return part.type === 'picture' ? { type: 'text', text: part.text } : part;
}
