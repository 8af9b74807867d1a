import type { LossSentence } from '../../domain/reports/loss-sentences';

/** A sentence of the loss report in English; the console has them in the reader's language. */
export function lossText(sentence: LossSentence): string {
  switch (sentence.code) {
    case 'after_window': {
      const { count, within3Hours } = sentence;
      const of =
        count === 1
          ? within3Hours === 1
            ? 'within 3 h after it'
            : 'more than 3 h after it'
          : `${within3Hours} of them within 3 h after it`;
      return `${many(count, 'reply', 'replies')} came after the window; ${of}.`;
    }
    case 'scheduled_after_window':
      return `${many(sentence.count, 'reply was', 'replies were')} scheduled for a time after the window.`;
    case 'after_limit':
      return `${many(sentence.count, 'reply', 'replies')} came after the limit of messages without an answer.`;
    case 'held_released':
      return `${many(sentence.count, 'reply was', 'replies were')} held and sent when the contact wrote again, ${sentence.count === 1 ? '' : 'half of them within '}${duration(sentence.medianSeconds)}${sentence.count === 1 ? ' later' : ''}.`;
    case 'held_expired':
      return `${many(sentence.count, 'reply was', 'replies were')} held and never sent.`;
    case 'failed':
      return `${many(sentence.count, 'message', 'messages')} failed with ${sentence.errorCode}.`;
    case 'unknown': {
      const { count, resolvedAsSent, resent } = sentence;
      return `Of ${many(count, 'message', 'messages')} WeChat did not say whether it took ${count === 1 ? 'it' : 'them'}; ${resolvedAsSent} marked as sent, ${resent} sent again.`;
    }
    case 'ended_waiting':
      return `${many(sentence.count, 'conversation', 'conversations')} ended while the contact waited for an answer.`;
    case 'nothing_lost':
      return 'Nothing was lost in this period.';
    default:
      return sentence satisfies never;
  }
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}
