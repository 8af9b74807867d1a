import type { Registry } from 'prom-client';
import type { InboxJournal } from '../../intake/journal/inbox-journal';
import { addGauge, inSeconds, PATIENCE_MS, type Warnings } from './desk-watch';

/** What a process tells of its own journal: a figure, and a warning where lines wait too long on its disk. */
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
        `Messages of contacts wait on the disk of this process, the oldest one for ${inSeconds(ageMs)}, because the ` +
        'database has not taken them. Look at PostgreSQL and at the log of this process; keep its DATA_DIR.'
      );
    },
  };
}
