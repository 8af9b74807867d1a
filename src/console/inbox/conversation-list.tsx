import { ClockCircleOutlined, InboxOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Spin } from 'antd';
import { type KeyboardEvent, type Ref, useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListRange, Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { ListFilter } from '../shared/conversations/lists';
import type { useConversationList } from '../shared/conversations/use-conversations';
import { useChannelNames } from '../shared/conversations/use-names';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { useSignedInMe } from '../shared/session/session';
import { Empty, Failed, Loading } from '../shared/ui/states';
import type { Selection } from './bulk/use-selection';
import css from './conversation-list.module.css';
import { ConversationRow } from './conversation-row';

/** The number of the first row in Virtuoso's count. It leaves room for dropped rows that come back before it. */
const START = 10_000_000;
/** This many rows before the end of the loaded part, more is requested. */
const NEAR = 15;

export type ListHandle = { readonly focusRow: (index: number) => void };

type Props = {
  readonly filter: ListFilter;
  readonly query: ReturnType<typeof useConversationList>;
  readonly openId: string | undefined;
  readonly widen: () => void;
  /** Searches for the same words in all conversations. */
  readonly searchAll: () => void;
  /** Where rows can be selected; null: not on this list. */
  readonly selection: Selection | null;
  readonly ref: Ref<ListHandle>;
};

/** One list of conversations. It loads more as the reader scrolls, and renders only visible rows. */
export function ConversationList({ filter, query, openId, widen, searchAll, selection, ref }: Props) {
  const { t } = useTranslation();
  const rows = useRef<VirtuosoHandle>(null);
  const section = useRef<HTMLDivElement>(null);
  const { items, dropped, error, isPending, isFetchingNextPage, refetch } = query;
  const first = START + dropped;
  const setRange = useMorePages(query, first);
  const channels = useChannelNames();
  const nameOf = (channelId: string): string | undefined =>
    channels.length < 2 || filter.channelId !== undefined
      ? undefined
      : channels.find(({ id }) => id === channelId)?.name;
  const focusRow = (index: number): void => {
    const id = items[index]?.id;
    if (id === undefined) return;
    const row = (): HTMLElement | null | undefined =>
      section.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
    const shown = row();
    // A row that is rendered comes into view with the focus. The list's own `done` may be missed on a busy machine.
    if (shown) shown.focus();
    else rows.current?.scrollIntoView({ index, done: () => row()?.focus() });
  };
  useImperativeHandle(ref, () => ({ focusRow }));
  const toggleFocused = (): void => {
    const { activeElement } = document;
    const row = activeElement instanceof HTMLElement ? activeElement.dataset['row'] : undefined;
    const id = row ?? openId;
    if (id !== undefined) selection?.toggle(id);
  };
  useShortcut('select', selection === null ? undefined : toggleFocused);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target instanceof HTMLElement ? event.target.dataset['row'] : undefined;
    if (step === undefined || row === undefined) return;
    event.preventDefault();
    focusRow(items.findIndex(({ id }) => id === row) + step);
  };
  if (isPending) return <Loading label={t('inbox.loading')} />;
  if (error !== null && items.length === 0) return <Failed error={error} retry={refetch} />;
  if (items.length === 0) return <EmptyList filter={filter} widen={widen} searchAll={searchAll} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows go from link to link; each is reached by Tab as well
    <div ref={section} className={css.list} onKeyDown={onKeyDown}>
      <Virtuoso
        ref={rows}
        key={JSON.stringify(filter)}
        className={css.rows ?? ''}
        // The links inside take the focus instead.
        tabIndex={-1}
        data={items}
        firstItemIndex={first}
        computeItemKey={(_, one) => one.id}
        increaseViewportBy={400}
        rangeChanged={setRange}
        itemContent={(_, one) => (
          <ConversationRow
            conversation={one}
            filter={filter}
            isOpen={one.id === openId}
            channelName={nameOf(one.channelId)}
            isSelected={selection?.ids.has(one.id)}
            toggle={selection?.toggle}
          />
        )}
        components={isFetchingNextPage ? LOADING_MORE : LOADED}
      />
    </div>
  );
}

/**
 * Loads the next page, or one that was dropped, when the visible rows come near either end; also when they are near
 * it as an answer arrives. The visible range is not React state, so scrolling alone renders nothing.
 * @param first the number of the first loaded row
 */
function useMorePages(query: Props['query'], first: number): (range: ListRange) => void {
  const range = useRef<ListRange | null>(null);
  const triedAt = useRef<ListRange | null>(null);
  const look = (): void => {
    const { current: seen } = range;
    // A failed page is requested again when the reader scrolls on, not at once in a loop.
    if (seen === null || query.isFetching || (query.isError && triedAt.current === seen)) return;
    triedAt.current = seen;
    if (query.hasNextPage && seen.endIndex >= first + query.items.length - NEAR) {
      void query.fetchNextPage({ cancelRefetch: false });
    } else if (query.hasPreviousPage && seen.startIndex < first + NEAR) {
      void query.fetchPreviousPage({ cancelRefetch: false });
    }
  };
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => latest.current());
  return useCallback((seen) => {
    range.current = seen;
    latest.current();
  }, []);
}

/** Why a list is empty: it has no conversations, the search found none, or the filter leaves none. */
function EmptyList({ filter, widen, searchAll }: Pick<Props, 'filter' | 'widen' | 'searchAll'>) {
  const { t } = useTranslation();
  const me = useSignedInMe();
  const { list, search, brandId, channelId, groupId, isSnoozed } = filter;
  if (search !== undefined) {
    return (
      <Empty
        icon={<SearchOutlined aria-hidden />}
        title={t('inbox.nothingFound', { search })}
        hint={t('inbox.nothingFoundHint')}
      >
        {list !== 'all' && (
          <Button type="primary" onClick={searchAll}>
            {t('inbox.searchAll')}
          </Button>
        )}
        <Button onClick={widen}>{t('inbox.clearSearch')}</Button>
      </Empty>
    );
  }
  if (isSnoozed === true) {
    return (
      <Empty
        icon={<ClockCircleOutlined aria-hidden />}
        title={t('inbox.snoozedEmpty')}
        hint={t('inbox.snoozedHint')}
      />
    );
  }
  if (me.role === 'operator' && me.brandIds.length === 0) {
    return (
      <Empty icon={<InboxOutlined aria-hidden />} title={t('inbox.noBrand')} hint={t('inbox.noBrandHint')} />
    );
  }
  const isNarrowed = brandId !== undefined || channelId !== undefined || groupId !== undefined;
  return (
    <Empty icon={<InboxOutlined aria-hidden />} title={t(`inbox.${list}Empty`)} hint={t(`inbox.${list}Hint`)}>
      {isNarrowed && <Button onClick={widen}>{t('inbox.showEverything')}</Button>}
    </Empty>
  );
}

const LOADING_MORE = { Footer: LoadingFooter };
const LOADED = { Footer: EmptyFooter };

function LoadingFooter() {
  return (
    <div className={css.footer}>
      <Spin size="small" />
    </div>
  );
}

function EmptyFooter() {
  return <div className={css.footer} />;
}
