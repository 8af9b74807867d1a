import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '../api/use-page-list';
import { type ListOrder, troublesOf } from './lists';
import { type Conversation, knowsAll, merged } from './received';

/** Where a page begins, and the page before it. The newest page has no `cursor` and no page before it. */
export type PageStart = { readonly cursor: string | undefined; readonly previous: PageStart | null };
export const NEWEST: PageStart = { cursor: undefined, previous: null };

/** The loaded pages of a list. Pages far from the visible rows are dropped, at either end. */
export type ListData = InfiniteData<Page<Conversation>, PageStart>;

/** Whether the newest page is loaded. */
export function hasTop({ pageParams }: ListData): boolean {
  return pageParams[0]?.previous === null;
}

/**
 * All loaded conversations, each once, at its first position. One that moved up between two requests may be on two
 * pages; the later copy is right.
 */
export function itemsOf({ pages }: ListData): readonly Conversation[] {
  const items = new Map<string, Conversation>();
  for (const one of pages.flatMap((page) => page.items)) {
    const known = items.get(one.id);
    items.set(one.id, known === undefined ? one : merged(known, one));
  }
  return [...items.values()];
}

/**
 * A loaded page, without conversations that are already in the list. The API shows a list as it was when its first
 * page was read; the event stream has since put at the top whatever moved.
 */
export function withoutListed(
  page: Page<Conversation>,
  start: PageStart,
  loaded: ListData | undefined,
): Page<Conversation> {
  // A reloaded page replaces its old content.
  if (loaded === undefined || loaded.pageParams.some(({ cursor }) => cursor === start.cursor)) return page;
  const known = new Set(loaded.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  return { ...page, items: page.items.filter(({ id }) => !known.has(id)) };
}

/**
 * A list after a change to a conversation. By activity, what has changed is on top; by trouble, what has more of it than
 * before; by urgency each has its own place. A copy older than the one in the list changes nothing. With `belongs`
 * undefined a conversation in the list keeps its place.
 */
export function changeList(
  data: ListData,
  changed: Conversation,
  belongs: boolean | undefined,
  order: ListOrder = 'activity',
): ListData {
  const known = findIn(data, changed.id);
  if (known !== undefined && knowsAll(known, changed)) return data;
  const latest = known === undefined ? changed : merged(known, changed);
  if (belongs === undefined) {
    // Keeps what a search found, since the event stream knows nothing of searches.
    return known === undefined ? data : replaceIn(data, { ...latest, match: known.match });
  }
  if (known !== undefined && belongs && keepsPlace(known, latest, order)) return replaceIn(data, latest);
  const rest = known === undefined ? data : removeFrom(data, changed.id);
  if (!belongs) return rest;
  if (order === 'urgency') return addByUrgency(rest, latest);
  return hasTop(data) ? addOnTop(rest, latest) : rest;
}

function keepsPlace(known: Conversation, latest: Conversation, order: ListOrder): boolean {
  switch (order) {
    case 'activity':
      // What operators say about a conversation, or have seen of it, is no activity.
      return known.version === latest.version;
    case 'trouble':
      return troublesOf(latest) <= troublesOf(known);
    case 'urgency':
      return known.urgency === latest.urgency;
    default:
      return order satisfies never;
  }
}

/** The conversation, if the list has it. */
export function findIn({ pages }: ListData, id: string): Conversation | undefined {
  for (const { items } of pages) {
    const found = items.find((one) => one.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Only the newest page: this is loaded again after many events were missed. */
export function firstPageOf({ pages }: ListData): ListData {
  return { pages: pages.slice(0, 1), pageParams: [NEWEST] };
}

/** Pages without it stay the same objects. */
function mapPage(
  data: ListData,
  id: string,
  change: (items: readonly Conversation[]) => readonly Conversation[],
): ListData {
  const pages = data.pages.map((page) =>
    page.items.some((one) => one.id === id) ? { ...page, items: change(page.items) } : page,
  );
  return { ...data, pages };
}

function replaceIn(data: ListData, changed: Conversation): ListData {
  return mapPage(data, changed.id, (items) => items.map((one) => (one.id === changed.id ? changed : one)));
}

function removeFrom(data: ListData, id: string): ListData {
  return mapPage(data, id, (items) => items.filter((one) => one.id !== id));
}

function addOnTop(data: ListData, added: Conversation): ListData {
  const [first, ...others] = data.pages;
  if (first === undefined) return data;
  return { ...data, pages: [{ ...first, items: [added, ...first.items] }, ...others] };
}

/**
 * Before the first one that is less urgent. What is less urgent than everything that is loaded stands at the end of it:
 * the API's pages show the list as it was before, and might not bring it any more.
 */
function addByUrgency(data: ListData, added: Conversation): ListData {
  const isBehind = (one: Conversation): boolean =>
    one.urgency > added.urgency || (one.urgency === added.urgency && one.id > added.id);
  const found = data.pages.findIndex(({ items }) => items.some(isBehind));
  const at = found < 0 ? data.pages.length - 1 : found;
  const pages = data.pages.map((page, index) => {
    if (index !== at) return page;
    const behind = page.items.findIndex(isBehind);
    const place = behind < 0 ? page.items.length : behind;
    return { ...page, items: [...page.items.slice(0, place), added, ...page.items.slice(place)] };
  });
  return { ...data, pages };
}
