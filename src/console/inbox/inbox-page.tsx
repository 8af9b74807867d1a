import { MessageOutlined } from '@ant-design/icons';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useParams } from 'react-router';
import { LISTS, type ListName } from '../shared/conversations/lists';
import { useConversationList } from '../shared/conversations/use-conversations';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { Empty, Loading } from '../shared/ui/states';
import { readStored, writeStored } from '../shared/ui/use-stored';
import { ConversationList } from './conversation-list';
import css from './inbox-page.module.css';
import { ListTabs } from './list-tabs';

const ConversationPane = lazy(async () => ({
  default: (await import('../conversation/conversation-pane')).ConversationPane,
}));

const isList = (name: string | undefined): name is ListName => LISTS.some((one) => one === name);

/** The lists and the open conversation, side by side; on a phone one at a time. */
export function InboxPage() {
  const { list, conversationId } = useParams();
  useEffect(() => {
    if (isList(list)) writeStored('list', list);
  }, [list]);
  if (isList(list)) return <Inbox list={list} conversationId={conversationId} />;
  const stored = readStored('list') ?? undefined;
  return <Navigate to={`/inbox/${isList(stored) ? stored : 'waiting'}`} replace />;
}

function Inbox({
  list,
  conversationId,
}: {
  readonly list: ListName;
  readonly conversationId: string | undefined;
}) {
  const { t } = useTranslation();
  const query = useConversationList({ list });
  const navigate = useNavigate();
  const { items } = query;
  const at = items.findIndex(({ id }) => id === conversationId);
  const open = (index: number): (() => void) | undefined => {
    const id = items[index]?.id;
    return id === undefined ? undefined : () => void navigate(`/inbox/${list}/${id}`);
  };
  useShortcut('j', 'next', open(at + 1));
  useShortcut('k', 'previous', at < 1 ? undefined : open(at - 1));
  return (
    <main className={css.inbox} data-open={conversationId !== undefined}>
      {/* On a phone the lists are hidden while a conversation is open; the page keeps its heading. */}
      <h1 className="visually-hidden">{t('inbox.title')}</h1>
      <section className={css.lists} aria-label={t('inbox.title')}>
        <p className={css.title} aria-hidden>
          {t('inbox.title')}
        </p>
        <ListTabs current={list} />
        <ConversationList list={list} query={query} openId={conversationId} />
      </section>
      <div className={css.conversation}>
        {conversationId === undefined ? (
          <Empty icon={<MessageOutlined />} title={t('inbox.chooseTitle')} hint={t('inbox.chooseHint')} />
        ) : (
          <Suspense fallback={<Loading />}>
            <ConversationPane key={conversationId} id={conversationId} backTo={`/inbox/${list}`} />
          </Suspense>
        )}
      </div>
    </main>
  );
}
