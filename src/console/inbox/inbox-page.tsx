import { MessageOutlined } from '@ant-design/icons';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { LISTS, type ListName } from '../shared/conversations/lists';
import { useConversationList } from '../shared/conversations/use-conversations';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { Empty, Loading } from '../shared/ui/states';
import { readStored, writeStored } from '../shared/ui/use-stored';
import { useSelection } from './bulk/use-selection';
import { ChannelFilter } from './channel-filter';
import { ConversationList, type ListHandle } from './conversation-list';
import {
  foundIn,
  type InboxNarrowing,
  inboxAddress,
  useInboxAddress,
  type VisitState,
} from './inbox-address';
import css from './inbox-page.module.css';
import { ListTabs } from './list-tabs';
import { SearchBox } from './search-box';
import { SnoozedToggle } from './snoozed-toggle';
import { useOpenNext } from './use-open-next';

/** Its fields for tags are not needed for the first load. */
const BulkBar = lazy(async () => ({ default: (await import('./bulk/bulk-bar')).BulkBar }));

/** The open conversation, for the component that shows it. */
export type OpenConversation = {
  readonly id: string;
  /** The words searched for, the position of the message that was found, and the id of the visit that led there. */
  readonly target: {
    readonly words: string | undefined;
    readonly at: number | undefined;
    readonly visit: string | undefined;
  };
  /** The address of the list without an open conversation. */
  readonly backTo: string;
  /** The cursor goes into the composer. */
  readonly isToWrite: boolean;
  /** Opens the conversation that should be answered next; false if there is none. */
  readonly openNext: () => Promise<boolean>;
  /** The address of another conversation in the same list. */
  readonly addressOf: (conversationId: string) => string;
};

type RenderOpen = (open: OpenConversation) => ReactNode;

const isList = (name: string | undefined): name is ListName => LISTS.some((one) => one === name);

/**
 * The lists, and beside them what `renderOpen` draws for the open conversation. A phone shows one of the two at a time.
 */
export function InboxPage({ renderOpen }: { readonly renderOpen: RenderOpen }) {
  const { list, ...rest } = useInboxAddress();
  useEffect(() => {
    if (isList(list)) writeStored('list', list);
  }, [list]);
  if (isList(list)) {
    return <Inbox list={list} renderOpen={renderOpen} {...rest} />;
  }
  const stored = readStored('list') ?? undefined;
  return (
    <Navigate to={inboxAddress(isList(stored) ? stored : 'waiting', undefined, rest.narrowing)} replace />
  );
}

type Props = {
  readonly list: ListName;
  readonly conversationId: string | undefined;
  readonly narrowing: InboxNarrowing;
  /** The position of the message at which the conversation opens. */
  readonly at: number | undefined;
  /** A new id each time the conversation is opened at a message. */
  readonly visit: string;
  readonly isToWrite: boolean;
  readonly renderOpen: RenderOpen;
};

function Inbox({ list, conversationId, narrowing, at: openAt, visit, isToWrite, renderOpen }: Props) {
  const { t } = useTranslation();
  const { brandId, channelId, groupId, search, isSnoozed } = narrowing;
  const filter = useMemo(
    () => ({
      list,
      ...(brandId === undefined ? {} : { brandId }),
      ...(channelId === undefined ? {} : { channelId }),
      ...(groupId === undefined ? {} : { groupId }),
      ...(search === undefined ? {} : { search }),
      ...(isSnoozed === true ? { isSnoozed } : {}),
    }),
    [list, brandId, channelId, groupId, search, isSnoozed],
  );
  const query = useConversationList(filter);
  const selection = useSelection(JSON.stringify(filter));
  const navigate = useNavigate();
  const rows = useRef<ListHandle>(null);
  const { items } = query;
  const at = items.findIndex(({ id }) => id === conversationId);
  const open = (index: number): (() => void) | undefined => {
    const one = items[index];
    if (one === undefined) return undefined;
    return () => void navigate(inboxAddress(list, one.id, narrowing, foundIn(one)?.seq));
  };
  // Keeps the open conversation where the reader is.
  const stay = (inList: ListName, to: InboxNarrowing, replace: boolean): void =>
    void navigate(inboxAddress(inList, conversationId, to, openAt), {
      replace,
      state: { visit } satisfies VisitState,
    });
  const narrow = (to: InboxNarrowing): void => stay(list, to, true);
  const { attendNext, openUnanswered } = useOpenNext(narrowing, conversationId);
  useShortcut('next', open(at + 1));
  useShortcut('nextWaiting', attendNext);
  useShortcut('previous', at < 1 ? undefined : open(at - 1));
  useShortcut('clearSelection', selection.ids.size > 0 ? selection.clear : undefined);
  return (
    <main className={css.inbox} data-open={conversationId !== undefined}>
      {/* On a phone the lists are hidden while a conversation is open, but the page keeps its heading. */}
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
        {list === 'mine' && search === undefined && (
          <SnoozedToggle
            isOn={isSnoozed === true}
            set={(isOn) => narrow({ ...narrowing, isSnoozed: isOn })}
          />
        )}
        <Found search={search} query={query} />
        {selection.ids.size > 0 && (
          <Suspense fallback={null}>
            <BulkBar selection={selection} loadedIds={items.map(({ id }) => id)} />
          </Suspense>
        )}
        <ConversationList
          ref={rows}
          selection={list === 'missed' || list === 'all' ? selection : null}
          filter={filter}
          query={query}
          openId={conversationId}
          searchAll={() => stay('all', narrowing, false)}
          widen={() => narrow(search === undefined ? {} : { ...narrowing, search: '' })}
        />
      </section>
      <div className={css.conversation}>
        {conversationId === undefined ? (
          <Empty
            icon={<MessageOutlined aria-hidden />}
            title={t('inbox.chooseTitle')}
            hint={t('inbox.chooseHint')}
          />
        ) : (
          <Suspense fallback={<Loading />}>
            {renderOpen({
              id: conversationId,
              target: { words: search, at: openAt, visit: openAt === undefined ? undefined : visit },
              backTo: inboxAddress(list, undefined, narrowing),
              isToWrite,
              openNext: openUnanswered,
              addressOf: (id) => inboxAddress(list, id, narrowing),
            })}
          </Suspense>
        )}
      </div>
    </main>
  );
}

/** How many conversations a search found; screen readers announce it. */
function Found(props: {
  readonly search: string | undefined;
  readonly query: ReturnType<typeof useConversationList>;
}) {
  const { t } = useTranslation();
  const { items, dropped, hasNextPage, isPending } = props.query;
  const number = items.length + dropped;
  const words = hasNextPage ? t('inbox.foundMore', { number }) : t('inbox.found', { count: number });
  return (
    <p className={css.found} role="status">
      {props.search !== undefined && !isPending && number > 0 && words}
    </p>
  );
}
