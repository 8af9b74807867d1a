import type { Logger } from 'pino';
import { actorOf, maySee } from '../access/conversation-access';
import type { ChangedRows } from '../live/change-hub';
import type { Viewer } from '../middleware/viewer';
import { presentAlert } from '../present/present-alert';
import { presentConversation, storedAt, type TemporalUi, viewKey } from '../present/present-conversation';
import { presentMessage } from '../present/present-message';
import { toFrame } from './frame';

/** The part of a viewer that decides what they see and what they may do. */
export type StreamViewer = Pick<Viewer, 'operatorId' | 'role' | 'brandIds' | 'isLimited'>;

export type Frame = { readonly text: string; readonly position: number };

export type RowPresenter = (rows: ChangedRows, viewer: StreamViewer) => readonly Frame[];

/**
 * Creates the function that turns changed rows into what one viewer may see of them, oldest change first. What is the
 * same for several viewers is computed once.
 */
export function createRowPresenter(deps: {
  readonly temporalUi: TemporalUi;
  readonly clock: () => number;
  readonly logger: Pick<Logger, 'warn'>;
}): RowPresenter {
  const { temporalUi, clock, logger } = deps;
  const known = new WeakMap<object, Map<string, string>>();
  const unreadable = new WeakSet<object>();
  const once = (row: object, key: string, make: () => string): string => {
    const ofRow = known.get(row) ?? new Map<string, string>();
    known.set(row, ofRow);
    const text = ofRow.get(key) ?? make();
    ofRow.set(key, text);
    return text;
  };

  /** A row that cannot be shown is left out: a stream that failed on it would meet it again after reconnecting. */
  const unlessUnreadable = (row: object, id: string, key: string, make: () => string): string | null => {
    try {
      return once(row, key, make);
    } catch (error) {
      // Logged once, not for each viewer.
      if (!unreadable.has(row)) logger.warn({ err: error, id }, 'a changed row could not be shown');
      unreadable.add(row);
      return null;
    }
  };

  return ({ conversations, messages, lastMessages, alerts, erased }, viewer) => {
    const frames: Frame[] = [];
    const add = (text: string | null, position: number): void => {
      if (text !== null) frames.push({ text, position });
    };
    for (const stored of conversations) {
      if (!maySee(viewer, stored.conversation.brandId)) continue;
      const lastMessage = lastMessages.get(stored.conversation.id) ?? null;
      const context = { by: actorOf(viewer), lastMessage, temporalUi };
      const text = unlessUnreadable(stored, stored.conversation.id, viewKey(stored, context), () => {
        const body = presentConversation(storedAt(stored, clock()), context);
        return toFrame('conversation', body, stored.changedAt);
      });
      add(text, stored.changedAt);
    }
    for (const message of messages) {
      if (!maySee(viewer, message.brandId)) continue;
      const make = () => toFrame('message', presentMessage(message), message.changedAt);
      add(unlessUnreadable(message, message.id, '', make), message.changedAt);
    }
    for (const alert of alerts) {
      if (alert.operatorId !== viewer.operatorId || !maySee(viewer, alert.brand.id)) continue;
      const make = () => toFrame('alert', presentAlert(alert), alert.changedAt);
      add(unlessUnreadable(alert, alert.id, '', make), alert.changedAt);
    }
    for (const { contactId, brandId, at } of erased) {
      if (maySee(viewer, brandId)) add(toFrame('contact_erased', { contactId }, at), at);
    }
    return frames.sort((a, b) => a.position - b.position);
  };
}
