import type { ChangedRows } from '../change-hub';
import { actorOf, maySee } from '../conversation-access';
import type { Viewer } from '../middleware/viewer';
import { presentConversation, storedAt, type TemporalUi } from '../present-conversation';
import { presentMessage } from '../present-message';
import { toFrame } from './frame';

/** Of a viewer, what decides what they see and what they may do. */
export type StreamViewer = Pick<Viewer, 'operatorId' | 'role' | 'brandIds'>;

export type Frame = { readonly text: string; readonly position: number };

export type RowPresenter = (rows: ChangedRows, viewer: StreamViewer) => readonly Frame[];

/**
 * Makes the function that turns changed rows into what one viewer may see of them, oldest change first. What several
 * viewers get alike is made once.
 */
export function createRowPresenter(deps: {
  readonly temporalUi: TemporalUi;
  readonly clock: () => number;
}): RowPresenter {
  const { temporalUi, clock } = deps;
  const known = new WeakMap<object, Map<string, string>>();
  const once = (row: object, key: string, make: () => string): string => {
    const ofRow = known.get(row) ?? new Map<string, string>();
    known.set(row, ofRow);
    const text = ofRow.get(key) ?? make();
    ofRow.set(key, text);
    return text;
  };

  return ({ conversations, messages, lastMessages }, viewer) => {
    const frames: Frame[] = [];
    for (const stored of conversations) {
      if (!maySee(viewer, stored.conversation.brandId)) continue;
      const text = once(stored, `${viewer.role} ${viewer.operatorId}`, () => {
        const lastMessage = lastMessages.get(stored.conversation.id) ?? null;
        const context = { by: actorOf(viewer), lastMessage, temporalUi };
        const body = presentConversation(storedAt(stored, clock()), context);
        return toFrame('conversation', body, stored.changedAt);
      });
      frames.push({ text, position: stored.changedAt });
    }
    for (const message of messages) {
      if (!maySee(viewer, message.brandId)) continue;
      const text = once(message, '', () => toFrame('message', presentMessage(message), message.changedAt));
      frames.push({ text, position: message.changedAt });
    }
    return frames.sort((a, b) => a.position - b.position);
  };
}
