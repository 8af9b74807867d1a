import { useTranslation } from 'react-i18next';
import { NavLink, useNavigate } from 'react-router';
import type { ConversationCountsBody } from '../../contracts/conversations/conversation-counts';
import { useCounts } from '../shared/conversations/counts';
import { LISTS, type ListName, type ListNarrowing } from '../shared/conversations/lists';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { inboxAddress } from './inbox-address';
import css from './list-tabs.module.css';

type Props = { readonly current: ListName; readonly narrowing: ListNarrowing };

/** The lists, each with the number of its conversations under the filter. A search is not counted. */
export function ListTabs({ current, narrowing }: Props) {
  const { t } = useTranslation();
  const { data } = useCounts(narrowing);
  const navigate = useNavigate();
  const open = (list: ListName) => () => void navigate(inboxAddress(list, undefined, narrowing));
  useShortcut('openMine', open('mine'));
  useShortcut('openWaiting', open('waiting'));
  useShortcut('openMissed', open('missed'));
  useShortcut('openCompleted', open('completed'));
  useShortcut('openAll', open('all'));
  useShortcut('openNeedsLook', open('needsLook'));
  useShortcut('openBot', open('bot'));
  return (
    <nav className={css.tabs} aria-label={t('inbox.lists')}>
      {LISTS.map((list) => (
        <NavLink
          key={list}
          to={inboxAddress(list, undefined, narrowing)}
          className={css.tab ?? ''}
          aria-current={list === current ? 'page' : undefined}
        >
          <span className={css.label}>{t(`inbox.${list}`)}</span> <Count list={list} count={data?.[list]} />
        </NavLink>
      ))}
    </nav>
  );
}

function Count(props: {
  readonly list: ListName;
  readonly count: ConversationCountsBody[ListName] | undefined;
}) {
  const { i18n } = useTranslation();
  if (props.count === undefined) return <span className={css.count}>–</span>;
  const { count, isMore } = props.count;
  const words = new Intl.NumberFormat(i18n.language).format(count) + (isMore ? '+' : '');
  return (
    <span className={css.count} data-list={props.list} data-some={count > 0}>
      {words}
    </span>
  );
}
