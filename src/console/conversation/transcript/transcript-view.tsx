import { DownOutlined, MessageOutlined } from '@ant-design/icons';
import { useMutationState } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { MessageBody } from '../../../contracts/conversations/message';
import { shownName } from '../../../words/contact-name';
import { momentOf } from '../../../words/message-times';
import type { Conversation } from '../../shared/conversations/received';
import { sendKey } from '../../shared/conversations/sending-now';
import { useShortcut } from '../../shared/keyboard/shortcuts';
import { formatDay } from '../../shared/time/format';
import { Empty, Failed, Loading } from '../../shared/ui/states';
import type { Sending } from '../requests';
import { ConversationEnd } from './conversation-end';
import { MessageRow, PendingRow } from './message-row';
import { toRows } from './transcript-rows';
import css from './transcript-view.module.css';
import { useAnnouncement } from './use-announcement';
import { useStayAtEnd } from './use-stay-at-end';
import { useTranscript } from './use-transcript';

/** The number of the first row in Virtuoso's count. It leaves room for older rows that are added before it. */
const START = 1_000_000;
/** This distance from the end still counts as the end, in pixels, so that a picture that loads does not change it. */
const NEAR_END = 80;

/**
 * The transcript, from its end or from a message that was found. Older parts, and then the contact's earlier
 * conversations, are loaded as the reader scrolls up.
 */
export function TranscriptView(props: {
  readonly conversation: Conversation;
  /** The position of the message at which it opens, marked, instead of at its end. */
  readonly at: number | undefined;
  /** The address of another conversation. */
  readonly addressOf: (conversationId: string) => string;
}) {
  const { conversation, at, addressOf } = props;
  const { t, i18n } = useTranslation();
  const { id, contact } = conversation;
  const { data, error, refetch, loadOlder, isReached } = useTranscript(conversation, at);
  const pending = useMutationState({
    filters: { mutationKey: sendKey(id), status: 'pending' },
    select: ({ state }) => state.variables as Sending,
  });
  const items = data?.items;
  const rows = useMemo(() => toRows(id, items ?? [], pending), [id, items, pending]);
  const foundIndex =
    at === undefined ? -1 : rows.findIndex((row) => 'message' in row && row.message.seq === at);
  const before = useOlderCount(isReached ? items : undefined);
  const announcement = useAnnouncement(items, shownName(contact, t));
  const list = useRef<VirtuosoHandle>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const unseen = useUnseenCount(items, isAtEnd);
  const toNewest = (): void => list.current?.scrollToIndex({ index: 'LAST', align: 'end' });
  const log = useRef<HTMLElement>(null);
  // The log is in the page only then, and can be watched only from then on.
  const isShown = items !== undefined && (error !== null || isReached) && rows.length > 0;
  useStayAtEnd(log, isAtEnd, toNewest, isShown);
  useShortcut('newest', isAtEnd ? undefined : toNewest);
  const sending = pending.length;
  const hasSent = useRef(false);
  useEffect(() => {
    // After sending, show the end of the transcript: when the message is on its way, and again when it takes its
    // place.
    if (sending > 0 || hasSent.current) list.current?.scrollToIndex({ index: 'LAST', align: 'end' });
    hasSent.current = sending > 0;
  }, [sending]);

  if (items === undefined || (error === null && !isReached))
    return error === null ? <Loading /> : <Failed error={error} retry={refetch} />;
  if (rows.length === 0)
    return <Empty icon={<MessageOutlined aria-hidden />} title={t('conversation.noMessages')} />;
  return (
    <>
      {/* Rows appear and disappear while scrolling, so new messages are announced beside the log, not by it. */}
      <section
        ref={log}
        className={css.transcript}
        role="log"
        aria-live="off"
        aria-label={t('conversation.transcript')}
      >
        <Virtuoso
          ref={list}
          className={css.rows ?? ''}
          // Focusable, so that keys can scroll it.
          tabIndex={0}
          data={rows}
          firstItemIndex={START - before}
          initialTopMostItemIndex={
            foundIndex < 0 ? { index: 'LAST', align: 'end' } : { index: foundIndex, align: 'center' }
          }
          alignToBottom
          followOutput={(isAtBottom) => (isAtBottom ? 'auto' : false)}
          atBottomStateChange={setAtEnd}
          atBottomThreshold={NEAR_END}
          increaseViewportBy={600}
          startReached={() => void loadOlder().catch(() => undefined)}
          computeItemKey={(_, row) => row.key}
          itemContent={(_, row) =>
            'message' in row ? (
              <>
                {row.endedId !== null && (
                  <ConversationEnd id={row.endedId} address={addressOf(row.endedId)} />
                )}
                {row.isFirstOfDay && (
                  <p className={css.day}>
                    <span>{formatDay(momentOf(row.message), i18n.language)}</span>
                  </p>
                )}
                <div className={row.message.seq === at ? css.found : undefined}>
                  <MessageRow
                    message={row.message}
                    conversation={(row.message.conversationId ?? id) === id ? conversation : null}
                    brandId={conversation.brandId}
                  />
                </div>
              </>
            ) : (
              <PendingRow outgoing={row.outgoing} />
            )
          }
        />
        {!isAtEnd && (
          <Button
            className={css.newest ?? ''}
            shape="round"
            icon={<DownOutlined aria-hidden />}
            onClick={toNewest}
          >
            {unseen === 0 ? t('conversation.newest') : t('conversation.newMessages', { count: unseen })}
          </Button>
        )}
      </section>
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
    </>
  );
}

/** How many rows have been added before the first one since the transcript was opened. */
function useOlderCount(items: readonly MessageBody[] | undefined): number {
  const firstId = useMemo(() => ({ id: undefined as string | undefined }), []);
  firstId.id ??= items?.[0]?.id;
  return Math.max(0, items?.findIndex((one) => one.id === firstId.id) ?? 0);
}

/** How many messages from the contact have arrived since the end was last visible. */
function useUnseenCount(items: readonly MessageBody[] | undefined, isAtEnd: boolean): number {
  const lastSeq = items?.reduce((most, { seq }) => Math.max(most, seq ?? 0), 0) ?? 0;
  const [seenSeq, setSeenSeq] = useState(0);
  useEffect(() => {
    if (isAtEnd) setSeenSeq(lastSeq);
  }, [isAtEnd, lastSeq]);
  if (isAtEnd) return 0;
  return items?.filter(({ direction, seq }) => direction === 'inbound' && (seq ?? 0) > seenSeq).length ?? 0;
}
