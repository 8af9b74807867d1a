import { CoffeeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useCounts } from '../shared/conversations/counts';
import type { Conversation } from '../shared/conversations/received';
import { StateLabel } from '../shared/conversations/state-label';
import { useChannelNames } from '../shared/conversations/use-names';
import { useGroups } from '../shared/routing/use-groups';
import { useSignedInMe } from '../shared/session/session';
import { TransferDialog } from '../shared/transfer/transfer-dialog';
import { Loaded } from '../shared/ui/loaded';
import { Page } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import { OperatorsPanel } from './operators-panel';
import css from './queue.module.css';
import { QueueFilters } from './queue-filters';
import { QueueRow } from './queue-row';
import { type QueueFilter, type QueuePage as QueuePageData, useQueue } from './use-queue';

/** Who waits for an operator, in the order of the queue, and who is there for them. The filter is in the address. */
export function QueuePage() {
  const { t } = useTranslation();
  const isAdministrator = useSignedInMe().role === 'administrator';
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  return (
    <main className={css.main}>
      <Page
        title={t('shell.queue')}
        hint={isAdministrator ? t('queue.hint') : t('queue.hintOwn')}
        actions={
          <QueueFilters
            filter={filter}
            choose={(next) => setSearch(new URLSearchParams(toSearch(next)), { replace: true })}
          />
        }
      >
        <Queue key={JSON.stringify(filter)} filter={filter} isAdministrator={isAdministrator} />
      </Page>
    </main>
  );
}

function filterOf(search: URLSearchParams): QueueFilter {
  const brandId = search.get('brand') ?? '';
  const groupId = search.get('group') ?? '';
  return { ...(brandId === '' ? {} : { brandId }), ...(groupId === '' ? {} : { groupId }) };
}

function toSearch({ brandId, groupId }: QueueFilter): Record<string, string> {
  return {
    ...(brandId === undefined ? {} : { brand: brandId }),
    ...(groupId === undefined ? {} : { group: groupId }),
  };
}

function Queue({
  filter,
  isAdministrator,
}: {
  readonly filter: QueueFilter;
  readonly isAdministrator: boolean;
}) {
  const { t } = useTranslation();
  /** Where the pages begin that are before the shown one, and the shown one; the first has no cursor. */
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const query = useQueue(filter, cursors.at(-1));
  const [transferred, setTransferred] = useState<Conversation | null>(null);
  const isPastEnd = cursors.length > 0 && query.data?.items.length === 0 && !query.isPlaceholderData;
  useEffect(() => {
    if (isPastEnd) setCursors((list) => list.slice(0, -1));
  }, [isPastEnd]);
  return (
    <Loaded query={query} label={t('shell.queue')}>
      {(page) => (
        <div className={css.columns}>
          <div className={css.queue}>
            {isAdministrator && <Totals filter={filter} />}
            {page.items.length === 0 ? (
              <Empty
                icon={<CoffeeOutlined aria-hidden />}
                title={t('inbox.waitingEmpty')}
                hint={t('queue.emptyHint')}
              />
            ) : (
              <Places page={page} transfer={setTransferred} />
            )}
            <Pager
              page={page}
              isFirst={cursors.length === 0}
              previous={() => setCursors(cursors.slice(0, -1))}
              next={(cursor) => setCursors([...cursors, cursor])}
            />
          </div>
          <OperatorsPanel operators={page.operators} items={page.items} />
          {transferred !== null && (
            <TransferDialog conversation={transferred} close={() => setTransferred(null)} />
          )}
        </div>
      )}
    </Loaded>
  );
}

/** How many there are, for whoever sees them all. */
function Totals({ filter }: { readonly filter: QueueFilter }) {
  const { i18n } = useTranslation();
  const { data } = useCounts(filter);
  if (data === undefined) return null;
  const numbers = new Intl.NumberFormat(i18n.language);
  return (
    <p className={css.totals}>
      {(['waiting', 'missed'] as const).map((state) => (
        <span key={state}>
          <StateLabel state={state} /> {numbers.format(data[state].count)}
          {data[state].isMore && '+'}
        </span>
      ))}
    </p>
  );
}

function Places(props: {
  readonly page: QueuePageData;
  readonly transfer: (conversation: Conversation) => void;
}) {
  const { t } = useTranslation();
  const { items, operators } = props.page;
  const channels = useChannelNames();
  const { groups } = useGroups();
  const nameOf = (operatorId: string): string =>
    operators.find(({ operator }) => operator.id === operatorId)?.operator.name ?? t('queue.formerOperator');
  return (
    <ol className={css.places} aria-label={t('shell.queue')}>
      {items.map((item) => {
        const { id, channelId, brandId, group } = item.conversation;
        // Nobody attends it, so it can only go to another group.
        const hasTarget = groups.some((one) => one.brandId === brandId && one.id !== group?.id);
        return (
          <QueueRow
            key={id}
            item={item}
            channelName={channels.find((one) => one.id === channelId)?.name}
            askedNames={item.asked.map(nameOf)}
            transfer={hasTarget ? () => props.transfer(item.conversation) : null}
          />
        );
      })}
    </ol>
  );
}

function Pager(props: {
  readonly page: QueuePageData;
  readonly isFirst: boolean;
  readonly previous: () => void;
  readonly next: (cursor: string) => void;
}) {
  const { t } = useTranslation();
  const { items, nextCursor } = props.page;
  if (props.isFirst && nextCursor === null) return null;
  return (
    <nav className={css.pager} aria-label={t('queue.pages')}>
      <Button disabled={props.isFirst} onClick={props.previous}>
        {t('queue.previous')}
      </Button>
      <span>{t('queue.range', { from: items[0]?.position ?? 0, to: items.at(-1)?.position ?? 0 })}</span>
      <Button disabled={nextCursor === null} onClick={() => nextCursor !== null && props.next(nextCursor)}>
        {t('queue.next')}
      </Button>
    </nav>
  );
}
