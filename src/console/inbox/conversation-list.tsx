import { InboxOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Spin } from 'antd';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListRange, Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { ListFilter } from '../shared/conversations/lists';
import type { useConversationList } from '../shared/conversations/use-conversations';
import { Empty, Failed, Loading } from '../shared/ui/states';
import css from './conversation-list.module.css';
import { ConversationRow } from './conversation-row';

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
  readonly ref: Ref<ListHandle>;
};

/** One list; it goes on as one scrolls, and only what is seen is drawn. */
export function ConversationList({ filter, query, openId, widen, ref }: Props) {
  const { t } = useTranslation();
  const rows = useRef<VirtuosoHandle>(null);
  const section = useRef<HTMLDivElement>(null);
  const { items, dropped, error, isPending, isFetchingNextPage, refetch } = query;
  const first = START + dropped;
  const setRange = useMorePages(query, first);
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
  if (items.length === 0) return <NothingHere filter={filter} widen={widen} />;
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
          <ConversationRow conversation={one} filter={filter} isOpen={one.id === openId} />
        )}
        components={{ Footer: isFetchingNextPage ? MoreComes : NothingMore }}
      />
    </div>
  );
}

/**
 * Loads what comes next, or has been dropped before, as what is seen comes near either end; also where it is near
 * already when an answer arrives.
 * @param first the number of the first loaded row
 */
function useMorePages(query: Props['query'], first: number): (range: ListRange) => void {
  const [range, setRange] = useState<ListRange | null>(null);
  const triedAt = useRef<ListRange | null>(null);
  const { items, isFetching, isError, hasNextPage, hasPreviousPage, fetchNextPage, fetchPreviousPage } =
    query;
  const isNearEnd = range !== null && range.endIndex >= first + items.length - NEAR;
  const isNearStart = range !== null && range.startIndex < first + NEAR;
  useEffect(() => {
    // What failed is tried again when one scrolls on, not at once for ever.
    if (isFetching || (isError && triedAt.current === range)) return;
    triedAt.current = range;
    if (isNearEnd && hasNextPage) void fetchNextPage();
    else if (isNearStart && hasPreviousPage) void fetchPreviousPage();
  }, [
    range,
    isFetching,
    isError,
    isNearEnd,
    isNearStart,
    hasNextPage,
    hasPreviousPage,
    fetchNextPage,
    fetchPreviousPage,
  ]);
  return setRange;
}

/** Why a list is empty: nothing is there, nothing was found, or the filter leaves nothing. */
function NothingHere({ filter, widen }: Pick<Props, 'filter' | 'widen'>) {
  const { t } = useTranslation();
  const { list, search, brandId, channelId } = filter;
  if (search !== undefined) {
    return (
      <Empty
        icon={<SearchOutlined />}
        title={t('inbox.nothingFound', { search })}
        hint={t('inbox.nothingFoundHint')}
      >
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
