import { MessageOutlined } from '@ant-design/icons';
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { LISTS, type ListName, type ListNarrowing } from '../shared/conversations/lists';
import { useConversationList } from '../shared/conversations/use-conversations';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { Empty, Loading } from '../shared/ui/states';
import { readStored, writeStored } from '../shared/ui/use-stored';
import { ChannelFilter } from './channel-filter';
import { ConversationList, type ListHandle } from './conversation-list';
import { foundIn, inboxAddress, useInboxAddress, type VisitState } from './inbox-address';
import css from './inbox-page.module.css';
import { ListTabs } from './list-tabs';
import { SearchBox } from './search-box';

const ConversationPane = lazy(async () => ({
  default: (await import('../conversation/conversation-pane')).ConversationPane,
}));
const ContactPanel = lazy(async () => ({ default: (await import('../contact/contact-panel')).ContactPanel }));

const isList = (name: string | undefined): name is ListName => LISTS.some((one) => one === name);

/** The lists and the open conversation with its contact, side by side; on a phone one at a time. */
export function InboxPage() {
  const { list, ...rest } = useInboxAddress();
  useEffect(() => {
    if (isList(list)) writeStored('list', list);
  }, [list]);
  if (isList(list)) {
    return <Inbox list={list} {...rest} />;
  }
  const stored = readStored('list') ?? undefined;
  return (
    <Navigate to={inboxAddress(isList(stored) ? stored : 'waiting', undefined, rest.narrowing)} replace />
  );
}

type Props = {
  readonly list: ListName;
  readonly conversationId: string | undefined;
  readonly narrowing: ListNarrowing;
  /** The place of the message at which the conversation is opened. */
  readonly at: number | undefined;
  /** Which time it was opened there. */
  readonly visit: string;
};

function Inbox({ list, conversationId, narrowing, at: openAt, visit }: Props) {
  const { t } = useTranslation();
  const { brandId, channelId, search } = narrowing;
  const filter = useMemo(
    () => ({
      list,
      ...(brandId === undefined ? {} : { brandId }),
      ...(channelId === undefined ? {} : { channelId }),
      ...(search === undefined ? {} : { search }),
    }),
    [list, brandId, channelId, search],
  );
  const query = useConversationList(filter);
  const navigate = useNavigate();
  const rows = useRef<ListHandle>(null);
  const { items } = query;
  const at = items.findIndex(({ id }) => id === conversationId);
  const open = (index: number): (() => void) | undefined => {
    const one = items[index];
    if (one === undefined) return undefined;
    return () => void navigate(inboxAddress(list, one.id, narrowing, foundIn(one)?.seq));
  };
  // The conversation that is open stays where it is read.
  const stay = (inList: ListName, to: ListNarrowing, replace: boolean): void =>
    void navigate(inboxAddress(inList, conversationId, to, openAt), {
      replace,
      state: { visit } satisfies VisitState,
    });
  const narrow = (to: ListNarrowing): void => stay(list, to, true);
  useShortcut('j', 'next', open(at + 1));
  useShortcut('k', 'previous', at < 1 ? undefined : open(at - 1));
  return (
    <main className={css.inbox} data-open={conversationId !== undefined}>
      {/* On a phone the lists are hidden while a conversation is open; the page keeps its heading. */}
      <h1 className="visually-hidden">{t('inbox.title')}</h1>
      <section className={css.lists} aria-label={t('inbox.title')}>
        <div className={css.tools}>
          <SearchBox
            search={search ?? ''}
            onSearch={(words) => narrow({ ...narrowing, search: words })}
            onLeave={() => rows.current?.focusRow(0)}
          />
          <ChannelFilter
            narrowing={narrowing}
            choose={(chosen) => narrow({ ...(search === undefined ? {} : { search }), ...chosen })}
          />
        </div>
        <ListTabs current={list} narrowing={narrowing} />
        <Found search={search} query={query} />
        <ConversationList
          ref={rows}
          filter={filter}
          query={query}
          openId={conversationId}
          searchAll={() => stay('all', narrowing, false)}
          widen={() => narrow(search === undefined ? {} : { ...narrowing, search: '' })}
        />
      </section>
      <div className={css.conversation}>
        {conversationId === undefined ? (
          <Empty icon={<MessageOutlined />} title={t('inbox.chooseTitle')} hint={t('inbox.chooseHint')} />
        ) : (
          <Suspense fallback={<Loading />}>
            <ConversationPane
              key={conversationId}
              id={conversationId}
              sought={{ words: search, at: openAt, visit: openAt === undefined ? undefined : visit }}
              backTo={inboxAddress(list, undefined, narrowing)}
            />
            <ContactPanel
              conversationId={conversationId}
              addressOf={(id) => inboxAddress(list, id, narrowing)}
            />
          </Suspense>
        )}
      </div>
    </main>
  );
}

/** How much a search has found, told aloud too. */
function Found(props: {
  readonly search: string | undefined;
  readonly query: ReturnType<typeof useConversationList>;
}) {
  const { t } = useTranslation();
  const { items, dropped, hasNextPage, isPending } = props.query;
  const number = items.length + dropped;
  const words = hasNextPage ? t('inbox.foundMore', { number }) : t('inbox.found', { number });
  return (
    <p className={css.found} role="status">
      {props.search !== undefined && !isPending && number > 0 && words}
    </p>
  );
}
