import { MessageOutlined } from '@ant-design/icons';
import { useMutationState } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso } from 'react-virtuoso';
import type { MessageBody } from '../../contracts/message';
import type { Conversation } from '../shared/conversations/received';
import { formatDay, isSameDay } from '../shared/time/format';
import { Empty, Failed, Loading } from '../shared/ui/states';
import { MessageRow, PendingRow } from './message-row';
import type { Sending } from './requests';
import css from './transcript-view.module.css';
import { useTranscript } from './use-transcript';

type Row =
  | { readonly key: string; readonly message: MessageBody; readonly isFirstOfDay: boolean }
  | { readonly key: string; readonly text: string };

/** Where the first row stands in Virtuoso's count: older rows are put before it. */
const START = 1_000_000;

/** All that was written, from its end on; older parts come as one scrolls up. */
export function TranscriptView({ conversation }: { readonly conversation: Conversation }) {
  const { t, i18n } = useTranslation();
  const { id, lastMessage } = conversation;
  const { data, error, refetch, loadOlder } = useTranscript(id, lastMessage?.seq ?? 0);
  const pending = useMutationState({
    filters: { mutationKey: ['send', id], status: 'pending' },
    select: ({ state }) => state.variables as Sending,
  });
  const items = data?.items;
  const rows = useMemo(() => toRows(items ?? [], pending), [items, pending]);
  const before = useOlderCount(items);
  if (items === undefined) return error === null ? <Loading /> : <Failed error={error} retry={refetch} />;
  if (rows.length === 0) return <Empty icon={<MessageOutlined />} title={t('conversation.noMessages')} />;
  return (
    <section className={css.transcript} aria-label={t('conversation.transcript')}>
      <Virtuoso
        className={css.rows ?? ''}
        // Scrolled by keys as well.
        tabIndex={0}
        data={rows}
        firstItemIndex={START - before}
        initialTopMostItemIndex={{ index: 'LAST', align: 'end' }}
        alignToBottom
        followOutput={(isAtBottom) => (isAtBottom ? 'auto' : false)}
        increaseViewportBy={600}
        startReached={() => void loadOlder().catch(() => undefined)}
        computeItemKey={(_, row) => row.key}
        itemContent={(_, row) =>
          'message' in row ? (
            <>
              {row.isFirstOfDay && (
                <p className={css.day}>
                  <span>{formatDay(row.message.createdAt, i18n.language)}</span>
                </p>
              )}
              <MessageRow message={row.message} conversation={conversation} />
            </>
          ) : (
            <PendingRow text={row.text} />
          )
        }
      />
    </section>
  );
}

function toRows(items: readonly MessageBody[], pending: readonly Sending[]): readonly Row[] {
  const rows: Row[] = items.map((message, index) => {
    const previous = items[index - 1];
    const isFirstOfDay =
      previous === undefined || !isSameDay(new Date(previous.createdAt), new Date(message.createdAt));
    return { key: message.id, message, isFirstOfDay };
  });
  const taken = new Set<string>();
  for (const { key, text, knownIds } of pending) {
    const own = items.find(
      (one) =>
        one.direction === 'outbound' && one.text === text && !knownIds.has(one.id) && !taken.has(one.id),
    );
    // The event stream may bring it before its own request is answered.
    if (own === undefined) rows.push({ key, text });
    else taken.add(own.id);
  }
  return rows;
}

/** How many rows stand before the one that was first when the transcript was opened. */
function useOlderCount(items: readonly MessageBody[] | undefined): number {
  const firstId = useMemo(() => ({ id: undefined as string | undefined }), []);
  firstId.id ??= items?.[0]?.id;
  return Math.max(0, items?.findIndex((one) => one.id === firstId.id) ?? 0);
}
