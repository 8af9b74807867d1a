/** Loads parts of a conversation's transcript, and of its contact's whole timeline. */
import type { MessageBody } from '../../../contracts/conversations/message';
import { api } from '../../shared/api/client';
import type { Transcript } from '../../shared/conversations/transcript-cache';

const PAGE = 100;

type Page = { readonly items: readonly MessageBody[]; readonly nextCursor: string | null };
type PageQuery = { readonly limit: number; readonly cursor: string };
type LoadPage = (query: PageQuery, signal: AbortSignal | undefined) => Promise<Page>;

/** The pages of one conversation. */
export const ofConversation =
  (id: string): LoadPage =>
  (query, signal) =>
    api('get', '/api/v1/conversations/{id}/messages', { params: { id }, query, ...withSignal(signal) });

/** The pages of all that a contact did and received. */
export const ofContact =
  (id: string): LoadPage =>
  (query, signal) =>
    api('get', '/api/v1/contacts/{id}/timeline', { params: { id }, query, ...withSignal(signal) });

/** All rows after the position `afterSeq`, up to `untilSeq`. */
export async function loadAfter(
  loadPage: LoadPage,
  afterSeq: number,
  untilSeq: number,
  signal?: AbortSignal,
): Promise<readonly MessageBody[]> {
  const items: MessageBody[] = [];
  for (let cursor: string | null = String(afterSeq); cursor !== null; ) {
    const page: Page = await loadPage({ limit: PAGE, cursor }, signal);
    items.push(...page.items.filter(({ seq }) => (seq ?? 0) < untilSeq));
    cursor = Number(page.nextCursor ?? untilSeq) >= untilSeq ? null : page.nextCursor;
  }
  return items;
}

/**
 * The part before `untilSeq`. Places count per contact, so a conversation may have none in a stretch: this looks further
 * back, twice as far each time, until it finds something. Before the first place of all there is nothing.
 */
export async function loadBefore(
  loadPage: LoadPage,
  untilSeq: number,
  signal?: AbortSignal,
): Promise<Transcript> {
  for (let width = PAGE; ; width *= 2) {
    const afterSeq = Math.max(0, untilSeq - 1 - width);
    const items = await loadAfter(loadPage, afterSeq, untilSeq, signal);
    if (items.length > 0 || afterSeq === 0) return { items, hasOlder: (items[0]?.seq ?? 1) > 1 };
  }
}

function withSignal(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { signal };
}
