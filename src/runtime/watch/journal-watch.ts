import type { Registry } from 'prom-client';
import type { InboxJournal } from '../../intake/journal/inbox-journal';
import { addGauge, inSeconds, PATIENCE_MS, type Warnings } from './desk-watch';

/** Creates the checks of this process's journal: a figure, and a warning if items wait too long on its disk. */
export function watchJournal(journal: Pick<InboxJournal, 'oldestAgeMs'>, metrics: Registry): Warnings {
  addGauge(
    metrics,
    'duihua_journal_oldest_line_seconds',
    'How long the oldest message has been waiting on the disk of this process for the database',
    () => journal.oldestAgeMs() / 1_000,
  );
  return {
    async backlog() {
      const ageMs = journal.oldestAgeMs();
      if (ageMs < PATIENCE_MS) return null;
      return (
        `Messages from contacts are waiting on the disk of this process, the oldest for ${inSeconds(ageMs)}, because the ` +
        'database is not accepting them. Check PostgreSQL and the log of this process, and keep its DATA_DIR.'
      );
    },
  };
}
