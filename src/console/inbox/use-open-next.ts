import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ConversationCountsBody } from '../../contracts/conversations/conversation';
import { hasCode } from '../shared/api/api-error';
import { api } from '../shared/api/client';
import { keys } from '../shared/conversations/keys';
import { type ListName, type ListNarrowing, listQuery } from '../shared/conversations/lists';
import { sendingNow } from '../shared/conversations/sending-now';
import { describeError } from '../shared/describe-error';
import { pauseShortcuts } from '../shared/keyboard/shortcuts';
import { notify } from '../shared/notify';
import { inboxAddress, type WriteState } from './inbox-address';
import { nextUnanswered, nextWaiting } from './next-conversation';

/** The API has sorted the list: the one to open is on the first page, unless as many are being answered right now. */
const PAGE = 100;
/** What is typed while the next conversation opens is lost, and must not act as shortcuts. */
const OPENING_MS = 1_500;

/** Opens the conversation that should be looked at next, within the chosen brand or channel. */
export function useOpenNext({ brandId, channelId }: ListNarrowing, openId: string | undefined) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const narrowing: ListNarrowing = {
    ...(brandId === undefined ? {} : { brandId }),
    ...(channelId === undefined ? {} : { channelId }),
  };
  // Through the cache, for its handling of failures; always anew.
  const load = (list: ListName) =>
    client.fetchQuery({
      queryKey: ['next', list, narrowing],
      queryFn: async () => {
        const query = { ...listQuery({ list, ...narrowing }), limit: PAGE };
        return (await api('get', '/api/v1/conversations', { query })).items;
      },
      staleTime: 0,
      gcTime: 0,
      meta: { showsErrors: true },
    });
  /** Finds and opens one. Returns false, and says why, if there is none or the API does not answer. */
  const open = async (
    find: () => Promise<{ readonly list: ListName; readonly id: string | undefined }>,
    state?: WriteState,
  ): Promise<boolean> => {
    try {
      const { list, id } = await find();
      if (id !== undefined) {
        void navigate(inboxAddress(list, id, narrowing), { state: state ?? null });
        return true;
      }
      const counts = client.getQueryData<ConversationCountsBody>(keys.countsOf(narrowing));
      const missed = counts?.missed.count ?? 0;
      const showMissed = (): void => void navigate(inboxAddress('missed', undefined, narrowing));
      notify({
        kind: 'info',
        key: 'next',
        ...(missed === 0
          ? { title: t('inbox.noneWaiting') }
          : {
              title: t('inbox.noneWaitingButMissed', { count: missed }),
              action: { label: t('inbox.showMissed'), run: showMissed },
            }),
      });
    } catch (error) {
      if (hasCode(error, 'unauthenticated')) return false;
      const detail = describeError(error, t, i18n.language);
      notify({ kind: 'error', key: detail, title: t('common.requestFailed'), detail });
    }
    return false;
  };
  const findWaiting = async () => {
    const sending = sendingNow(client);
    const waiting = (await load('waiting')).filter(({ id }) => id === openId || !sending.has(id));
    return { list: 'waiting' as const, id: nextWaiting(waiting, openId)?.id };
  };
  return {
    /** The next waiting one; from the last, the first again. */
    openWaiting: (): void => void open(findWaiting),
    /** One's own unanswered one whose window closes first, else the next waiting one, with the cursor in the composer. */
    async openUnanswered(): Promise<boolean> {
      pauseShortcuts(OPENING_MS);
      const isOpening = await open(
        async () => {
          const sending = sendingNow(client);
          const mine = nextUnanswered(await load('mine'), (id) => id === openId || sending.has(id));
          return mine === undefined ? findWaiting() : { list: 'mine', id: mine.id };
        },
        { isToWrite: true },
      );
      if (!isOpening) pauseShortcuts(0);
      return isOpening;
    },
  };
}
