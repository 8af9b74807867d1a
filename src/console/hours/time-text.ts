import type { Period } from '../../domain/hours/opening-hours';

/**
 * What people type as a time, as the API takes it: `9`, `930`, `9:30`, `９：３０` and `9.30` become `09:00` and `09:30`. What is no
 * time stays as it is.
 */
export function toTimeText(typed: string): string {
  const text = typed.normalize('NFKC').trim();
  const [, hours, minutes = '00'] = /^(\d{1,2})(?:[:.時时点]?(\d{2})分?|[時时点])?$/.exec(text) ?? [];
  const isTime = hours !== undefined && Number(minutes) < 60 && Number(hours) * 60 + Number(minutes) <= 1440;
  return isTime ? `${hours.padStart(2, '0')}:${minutes}` : text;
}

/** Whether a text is a time from 00:00 to 23:59, or to 24:00 for the end of a period. */
export function isTimeText(text: string, which: 'start' | 'end'): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) || (which === 'end' && text === '24:00');
}

/** Whether a period ends on the next day. */
export function endsNextDay([start, end]: Period): boolean {
  return isTimeText(start, 'start') && isTimeText(end, 'end') && end < start && end !== '00:00';
}
