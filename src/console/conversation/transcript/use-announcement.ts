import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { describeMessage } from '../../../words/describe-message';

/**
 * The announcement of the contact's newest message for screen readers; nothing for messages that were there before.
 */
export function useAnnouncement(items: readonly MessageBody[] | undefined, name: string): string {
  const { t, i18n } = useTranslation();
  const [words, setWords] = useState('');
  const last = items?.findLast(({ direction }) => direction === 'inbound');
  const lastSeq = last?.seq ?? 0;
  const announcedSeq = useRef<number | null>(null);
  useEffect(() => {
    if (items === undefined) return;
    const before = announcedSeq.current;
    announcedSeq.current = Math.max(before ?? 0, lastSeq);
    if (before === null || lastSeq <= before || last === undefined) return;
    setWords(t('content.line', { what: name, facts: describeMessage(last, t, i18n.exists) }));
  }, [items, last, lastSeq, name, t, i18n]);
  return words;
}
