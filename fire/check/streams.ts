/** What operators were told by their event streams: whatever has changed since they came, or that they have to load it again. */
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { Heard, RunHistory } from '../history';
import type { Violation } from './violation';

/**
 * A stream may tell of the same change twice, and of several changes of a row once, as it is then; the last change has to have
 * come. Timelines are read while the streams are open, so a stream may know more.
 */
export function checkStreams({ contacts, heard = [] }: Pick<RunHistory, 'contacts' | 'heard'>): Violation[] {
  return heard.flatMap((told, place) =>
    contacts.flatMap(({ openId, transcripts, conversations }) => {
      const missed = [
        ...(transcripts[0] ?? [])
          .filter(({ id, changedAt }) => wasMissed(told, id, changedAt))
          .map(({ id }) => `message ${id}`),
        ...(conversations[0] ?? [])
          .filter((conversation) => isOutdated(told, conversation))
          .map(({ id }) => `conversation ${id}`),
      ];
      return missed.map((what) => ({
        kind: 'not streamed' as const,
        openId,
        text: `operator ${place + 1} was not told of the last change of ${what}`,
      }));
    }),
  );
}

function wasMissed({ since, messages }: Heard, id: string, changedAt: string): boolean {
  return Date.parse(changedAt) > since && (messages[id] ?? '') < changedAt;
}

/** One that no stream has told of has not changed since the operator came, as far as its own times say. */
function isOutdated({ since, conversations }: Heard, conversation: ConversationBody): boolean {
  const { id, version, startedAt, attendedAt, missedAt, completedAt } = conversation;
  const told = conversations[id];
  if (told !== undefined) return told < version;
  return [startedAt, attendedAt, missedAt, completedAt].some((at) => at !== null && Date.parse(at) > since);
}
