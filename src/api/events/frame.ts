import type { StreamEventName, StreamEvents } from '../../contracts/event-stream';

/** One event on the wire. `data` is one line: JSON escapes line breaks. */
export function toFrame<Name extends StreamEventName>(
  event: Name,
  data: StreamEvents[Name],
  position: number | null,
): string {
  const id = position === null ? '' : `id: ${position}\n`;
  return `${id}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A comment: keeps proxies from closing a silent stream. */
export const HEARTBEAT = ':\n\n';

/** A position that a client gives back; null where it is none of ours. */
export function parsePosition(lastEventId: string | undefined): number | null {
  return lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
}
