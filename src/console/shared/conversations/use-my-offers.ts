import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useReducer } from 'react';
import { api } from '../api/client';
import { useSignedInMe } from '../session/session';
import { keys } from './keys';
import { offeredOf, offerLeftMs } from './offered';
import { type Conversation, receive } from './received';

const MOST = 100;
const NONE: readonly Conversation[] = [];
/** The deadline may fire a little early by this browser's timers. */
const GRACE_MS = 50;

/** What is offered to the reader now, kept up to date. An offer ends here when its time is over, whoever says so. */
export function useMyOffers(): readonly Conversation[] {
  const me = useSignedInMe();
  const { data = NONE } = useQuery({
    queryKey: keys.offered,
    queryFn: async ({ signal }) => {
      const { items } = await api('get', '/api/v1/conversations', {
        query: { offeredTo: 'me', state: ['waiting', 'missed'], limit: MOST },
        signal,
      });
      return offeredOf(items.map(receive), me.id);
    },
    meta: { showsErrors: false },
  });
  const [lookedAt, look] = useReducer(() => Date.now(), 0);
  const offers = useMemo(() => {
    const now = Math.max(lookedAt, Date.now());
    return data.filter((one) => offerLeftMs(one, now) > 0);
  }, [data, lookedAt]);
  useEffect(() => {
    const now = Date.now();
    const next = Math.min(...offers.map((one) => offerLeftMs(one, now)));
    if (!Number.isFinite(next)) return;
    const timer = setTimeout(look, next + GRACE_MS);
    return () => clearTimeout(timer);
  }, [offers]);
  return offers;
}
