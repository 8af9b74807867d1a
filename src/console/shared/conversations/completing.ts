/**
 * Conversations that will be completed in a few seconds, unless it is undone. They are kept in this browser, so that a
 * reload does not lose them, and shared by its tabs.
 */
import { useMemo } from 'react';
import { readStored, useStored, writeStored } from '../ui/use-stored';

/** For so long it can be undone. */
export const UNDO_MS = 10_000;

export type Completing = {
  readonly id: string;
  /** The contact's name. */
  readonly name: string;
  /** The newest message that was known when it was begun. */
  readonly seq: number;
  /** How many messages wait for a reply: they will be cancelled. */
  readonly held?: number;
  /** Messages wait for their time: they will be cancelled. */
  readonly isScheduled?: boolean;
  /** When the API is asked, by this browser's clock; for one that was asked already: when it is asked once more. */
  readonly at: number;
  /** The tab in which it was begun. When that page is left, it does not wait any longer. */
  readonly tab: string;
  /** The API has been asked, and its answer is not known yet: this cannot be undone. */
  readonly isAsked?: true;
};

/** This page, as long as it is not reloaded. */
export const THIS_TAB = crypto.getRandomValues(new Uint32Array(2)).join('-');

const NONE: readonly Completing[] = [];
const nameFor = (meId: string): string => `completing.${meId}`;

function parse(stored: string | null): readonly Completing[] {
  if (stored === null) return NONE;
  try {
    return JSON.parse(stored) as readonly Completing[];
  } catch {
    return NONE;
  }
}

export function readCompleting(meId: string): readonly Completing[] {
  return parse(readStored(nameFor(meId)));
}

function write(meId: string, list: readonly Completing[]): void {
  writeStored(nameFor(meId), list.length === 0 ? null : JSON.stringify(list));
}

/** The conversations that operator `meId` is completing, in the order in which they were begun. */
export function useCompleting(meId: string): readonly Completing[] {
  const [stored] = useStored(nameFor(meId));
  return useMemo(() => parse(stored), [stored]);
}

/** Completes a conversation in {@link UNDO_MS}. One that is being completed already stays as it is. */
export function startCompleting(
  meId: string,
  conversation: Pick<Completing, 'id' | 'name' | 'seq' | 'held' | 'isScheduled'>,
): void {
  const list = readCompleting(meId);
  if (list.some(({ id }) => id === conversation.id)) return;
  write(meId, [...list, { ...conversation, at: Date.now() + UNDO_MS, tab: THIS_TAB }]);
}

/** Notes that the API is being asked. It is asked once more at `againAt`, if no answer has come until then. */
export function markAsked(meId: string, id: string, againAt: number): void {
  const mark = (one: Completing): Completing =>
    one.id === id ? { ...one, at: againAt, isAsked: true } : one;
  write(meId, readCompleting(meId).map(mark));
}

/** Forgets a conversation: it was undone, or is settled. */
export function stopCompleting(meId: string, conversationId: string): void {
  const rest = readCompleting(meId).filter(({ id }) => id !== conversationId);
  if (rest.length < readCompleting(meId).length) write(meId, rest);
}
