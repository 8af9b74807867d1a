/** Names of the reports' figures and of what they are divided by. What each one counts: docs/reports.md. */

export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
/** The length of one entry of a series; weeks begin on Monday. */
export type Bucket = (typeof BUCKETS)[number];

export const REPORT_HOURS = ['all', 'open'] as const;
/** `open`: durations without the time in which the channel was closed, and only what happened in opening hours. */
export type ReportHours = (typeof REPORT_HOURS)[number];

/** What a conversation began with. */
export const CONVERSATION_SOURCES = [
  'message',
  'menu_tap',
  'menu_message_tap',
  'scan',
  'follow',
  'enter_session',
  'reopened',
  'other',
] as const;

export const LISTED_FIGURES = [
  'started',
  'attended',
  'missed',
  'missedThenAttended',
  'completed',
  'returned',
  'botOnly',
  'handovers',
  'rated',
  'firstResponse',
  'waiting',
  'handling',
  'messagesIn',
  'messagesOut',
  'refused',
  'held',
  'released',
  'expired',
  'failed',
  'unknown',
  'endedWaiting',
] as const;
/** Figures that open the list of the conversations that they count. */
export type ListedFigure = (typeof LISTED_FIGURES)[number];

/** Those of the loss report, which are for administrators. */
export const LOSS_FIGURES = [
  'refused',
  'held',
  'released',
  'expired',
  'failed',
  'unknown',
  'endedWaiting',
] as const satisfies readonly ListedFigure[];
