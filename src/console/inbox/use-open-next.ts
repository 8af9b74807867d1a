import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ConversationBody } from '../../contracts/conversations/conversation';
import type { ConversationCountsBody } from '../../contracts/conversations/conversation-counts';
import { hasCode } from '../shared/api/api-error';
import { api } from '../shared/api/client';
import { putConversation } from '../shared/conversations/feed-cache';
import { keys } from '../shared/conversations/keys';
import { type ListName, type ListNarrowing, listQuery } from '../shared/conversations/lists';
import { offerLeftMs } from '../shared/conversations/offered';
import type { Conversation } from '../shared/conversations/received';
import { sendingNow } from '../shared/conversations/sending-now';
import { describeError } from '../shared/describe-error';
import { pauseShortcuts } from '../shared/keyboard/shortcuts';
import { notify } from '../shared/notify';
import { useSignedInMe } from '../shared/session/session';
import { inboxAddress, type WriteState } from './inbox-address';
import { inAttendOrder, nextUnanswered, nextWaiting } from './next-conversation';

/** The API has sorted the list: the one to open is on the first page, unless as many are being answered right now. */
const PAGE = 100;
/** What is typed while the next conversation opens is lost, and must not act as shortcuts. */
const OPENING_MS = 1_500;

/** So many are tried if colleagues are faster. */
const MOST_TRIES = 5;

/** Opens the conversation that should be looked at next, within the chosen brand, channel or group. */
export function useOpenNext({ brandId, channelId, groupId }: ListNarrowing, openId: string | undefined) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useSignedInMe();
  const narrowing: ListNarrowing = {
    ...(brandId === undefined ? {} : { brandId }),
    ...(channelId === undefined ? {} : { channelId }),
    ...(groupId === undefined ? {} : { groupId }),
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
  /** Who waits, in the order in which the reader attends; without those to whom an answer is on its way. */
  const loadWaiting = async () => {
    const sending = sendingNow(client);
    const known = client.getQueryData<readonly Conversation[]>(keys.offered) ?? [];
    const now = Date.now();
    const offered = known.filter((one) => offerLeftMs(one, now) > 0);
    return inAttendOrder<ConversationBody>(offered, await load('waiting'), me.id).filter(
      ({ id }) => id === openId || !sending.has(id),
    );
  };
  const findWaiting = async () => ({
    list: 'waiting' as const,
    id: nextWaiting(await loadWaiting(), openId)?.id,
  });
  /** Attends the first one that nobody else has attended meanwhile. */
  const attendWaiting = async () => {
    const sending = sendingNow(client);
    const free = (await loadWaiting()).filter(({ id }) => !sending.has(id));
    for (const { id } of free.slice(0, MOST_TRIES)) {
      try {
        const attended = await api('post', '/api/v1/conversations/{id}/attend', { params: { id } });
        putConversation(client, attended, me.id);
        return { list: 'waiting' as const, id };
      } catch (error) {
        if (!hasCode(error, 'attended_by_other', 'conversation_completed', 'not_found')) throw error;
      }
    }
    return { list: 'waiting' as const, id: undefined };
  };
  const toWrite = async (find: Parameters<typeof open>[0]): Promise<boolean> => {
    pauseShortcuts(OPENING_MS);
    const isOpening = await open(find, { isToWrite: true });
    if (!isOpening) pauseShortcuts(0);
    return isOpening;
  };
  return {
    /** Attends the next waiting one, with the cursor in the composer: what is offered to the reader comes first. */
    attendNext: (): void => void toWrite(attendWaiting),
    /** One's own unanswered one whose window closes first, else the next waiting one, with the cursor in the composer. */
    openUnanswered: (): Promise<boolean> =>
      toWrite(async () => {
        const sending = sendingNow(client);
        const mine = nextUnanswered(await load('mine'), (id) => id === openId || sending.has(id));
        return mine === undefined ? findWaiting() : { list: 'mine', id: mine.id };
      }),
  };
}
