import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownName } from '../../words/contact-name';
import { knownConversation } from '../shared/conversations/feed-cache';
import { endOf, offerLeftMs } from '../shared/conversations/offered';
import type { Conversation } from '../shared/conversations/received';
import { useSignedInMe } from '../shared/session/session';
import { useDuration } from '../shared/time/duration';

/**
 * What a screen reader says about the offers: that one has come, with its time and its keys, and how one has ended.
 * `decline` tells that the reader has declined one, so that this end is known.
 */
export function useOfferWords(offers: readonly Conversation[]): {
  readonly words: string;
  readonly decline: (id: string) => void;
} {
  const { t } = useTranslation();
  const toWords = useDuration();
  const client = useQueryClient();
  const me = useSignedInMe();
  const [words, setWords] = useState('');
  const shown = useRef<ReadonlyMap<string, Conversation>>(new Map());
  const declined = useRef(new Set<string>());

  const wordsOf = (one: Conversation): string => {
    const name = shownName(one.contact, t);
    if (declined.current.delete(one.id)) return t('offers.end_declined', { name });
    const latest = knownConversation(client, one.id);
    const end = endOf(one, latest, me.id, Date.now());
    if (end === 'mine') return '';
    return t(`offers.end_${end}`, { name, operator: latest?.operator?.name ?? '–' });
  };
  const latestWordsOf = useRef(wordsOf);
  latestWordsOf.current = wordsOf;
  const beginOf = (one: Conversation): string =>
    t('offers.begin', {
      name: shownName(one.contact, t),
      time: toWords(offerLeftMs(one, Date.now())),
    });
  const latestBeginOf = useRef(beginOf);
  latestBeginOf.current = beginOf;

  useEffect(() => {
    const before = shown.current;
    shown.current = new Map(offers.map((one) => [one.id, one]));
    const ended = [...before.values()].filter(({ id }) => !shown.current.has(id)).map(latestWordsOf.current);
    const begun = offers.filter(({ id }) => !before.has(id)).map(latestBeginOf.current);
    const news = [...ended, ...begun].filter((one) => one !== '');
    if (news.length > 0) setWords(news.join(' '));
  }, [offers]);

  return { words, decline: (id) => void declined.current.add(id) };
}
