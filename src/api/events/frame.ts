import type { StreamEventName, StreamEvents } from '../../contracts/conversations/event-stream';

/**
 * One event as it is sent. `data` is one line: JSON escapes line breaks, and other line separators are escaped here,
 * because some clients split at those too (e.g. Python's `splitlines`).
 */
export function toFrame<Name extends StreamEventName>(
  event: Name,
  data: StreamEvents[Name],
  position: number | null,
): string {
  const id = position === null ? '' : `id: ${position}\n`;
  return `${id}event: ${event}\ndata: ${toLine(data)}\n\n`;
}

function toLine(data: unknown): string {
  return JSON.stringify(data).replace(
    /[\u0085\u2028\u2029]/g,
    (separator) => `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A comment, which keeps proxies from closing a silent stream. */
export const HEARTBEAT = ':\n\n';

/** Later instants, of years with five digits, are no positions: the database could not be asked for them. */
const LATEST_POSITION = Date.UTC(9999, 11, 31);

/** A position that a client sends back; null if it is not valid. */
export function parsePosition(lastEventId: string | undefined): number | null {
  if (lastEventId === undefined || !/^\d{1,15}$/.test(lastEventId)) return null;
  const position = Number(lastEventId);
  return position <= LATEST_POSITION ? position : null;
}
