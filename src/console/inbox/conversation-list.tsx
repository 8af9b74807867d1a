import { InboxOutlined } from '@ant-design/icons';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { Virtuoso } from 'react-virtuoso';
import type { ListName } from '../shared/conversations/lists';
import type { useConversationList } from '../shared/conversations/use-conversations';
import { Empty, Failed, Loading } from '../shared/ui/states';
import css from './conversation-list.module.css';
import { ConversationRow } from './conversation-row';

type Props = {
  readonly list: ListName;
  readonly query: ReturnType<typeof useConversationList>;
  readonly openId: string | undefined;
};

/** One list; it goes on as one scrolls, and only what is seen is drawn. */
export function ConversationList({ list, query, openId }: Props) {
  const { t } = useTranslation();
  const { items, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  if (isPending) return <Loading label={t('inbox.loading')} />;
  if (error !== null && items.length === 0) return <Failed error={error} retry={refetch} />;
  if (items.length === 0) {
    return <Empty icon={<InboxOutlined />} title={t(`inbox.${list}Empty`)} hint={t(`inbox.${list}Hint`)} />;
  }
  return (
    <Virtuoso
      key={list}
      className={css.list ?? ''}
      // Reached by the links in it.
      tabIndex={-1}
      data={items}
      computeItemKey={(_, one) => one.id}
      increaseViewportBy={400}
      endReached={() => {
        if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
      }}
      itemContent={(_, one) => <ConversationRow conversation={one} list={list} isOpen={one.id === openId} />}
      components={{ Footer: isFetchingNextPage ? MoreComes : NothingMore }}
    />
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
