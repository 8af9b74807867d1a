import { InboxOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Spin } from 'antd';
import { type KeyboardEvent, type Ref, useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListRange, Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { ListFilter } from '../shared/conversations/lists';
import type { useConversationList } from '../shared/conversations/use-conversations';
import { Empty, Failed, Loading } from '../shared/ui/states';
import css from './conversation-list.module.css';
import { ConversationRow } from './conversation-row';
import { useChannelNames } from './names';

/** Where the first row stands in Virtuoso's count: rows that were dropped come back before it. */
const START = 10_000_000;
/** So many rows before the end of what is loaded, more is asked for. */
const NEAR = 15;

export type ListHandle = { readonly focusRow: (index: number) => void };

type Props = {
  readonly filter: ListFilter;
  readonly query: ReturnType<typeof useConversationList>;
  readonly openId: string | undefined;
  readonly widen: () => void;
  /** Looks for the same in all conversations. */
  readonly searchAll: () => void;
  readonly ref: Ref<ListHandle>;
};

/** One list; it goes on as one scrolls, and only what is seen is drawn. */
export function ConversationList({ filter, query, openId, widen, searchAll, ref }: Props) {
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
    const done = (): void =>
      section.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus();
    rows.current?.scrollIntoView({ index, done });
  };
  useImperativeHandle(ref, () => ({ focusRow }));
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target instanceof HTMLElement ? event.target.dataset['row'] : undefined;
    if (step === undefined || row === undefined) return;
    event.preventDefault();
    focusRow(items.findIndex(({ id }) => id === row) + step);
  };
  if (isPending) return <Loading label={t('inbox.loading')} />;
  if (error !== null && items.length === 0) return <Failed error={error} retry={refetch} />;
  if (items.length === 0) return <NothingHere filter={filter} widen={widen} searchAll={searchAll} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows go from link to link; each is reached by Tab as well
    <div ref={section} className={css.list} onKeyDown={onKeyDown}>
      <Virtuoso
        ref={rows}
        key={JSON.stringify(filter)}
        className={css.rows ?? ''}
        // Reached by the links in it.
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
          />
        )}
        components={isFetchingNextPage ? WITH_MORE : WITHOUT_MORE}
      />
    </div>
  );
}

/**
 * Loads what comes next, or has been dropped before, as what is seen comes near either end; also where it is near
 * already when an answer arrives. What is seen is no state: scrolling alone draws nothing again.
 * @param first the number of the first loaded row
 */
function useMorePages(query: Props['query'], first: number): (range: ListRange) => void {
  const range = useRef<ListRange | null>(null);
  const triedAt = useRef<ListRange | null>(null);
  const look = (): void => {
    const { current: seen } = range;
    // What failed is tried again when one scrolls on, not at once for ever.
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

/** Why a list is empty: nothing is there, nothing was found, or the filter leaves nothing. */
function NothingHere({ filter, widen, searchAll }: Pick<Props, 'filter' | 'widen' | 'searchAll'>) {
  const { t } = useTranslation();
  const { list, search, brandId, channelId } = filter;
  if (search !== undefined) {
    return (
      <Empty
        icon={<SearchOutlined />}
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
  const isNarrowed = brandId !== undefined || channelId !== undefined;
  return (
    <Empty icon={<InboxOutlined />} title={t(`inbox.${list}Empty`)} hint={t(`inbox.${list}Hint`)}>
      {isNarrowed && <Button onClick={widen}>{t('inbox.showEverything')}</Button>}
    </Empty>
  );
}

const WITH_MORE = { Footer: MoreComes };
const WITHOUT_MORE = { Footer: NothingMore };

function MoreComes() {
  return (
    <div className={css.footer}>
      <Spin size="small" />
    </div>
  );
}

function NothingMore() {
  return <div className={css.footer} />;
}
