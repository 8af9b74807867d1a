import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { QueueOperatorBody } from '../../../contracts/conversations/queue';
import { shownName } from '../../../words/contact-name';
import { presenceOf, presenceWords } from '../../shared/availability/presence-words';
import { StatusIcon } from '../../shared/availability/status-icon';
import { useLoad } from '../../shared/availability/use-load';
import { useCounts } from '../../shared/conversations/counts';
import { type Conversation, ownNow } from '../../shared/conversations/received';
import { StateLabel } from '../../shared/conversations/state-label';
import { useDuration } from '../../shared/time/duration';
import { useNow } from '../../shared/time/use-now';
import { inTransferOrder } from '../../shared/transfer/transfer-order';
import { Loaded } from '../../shared/ui/loaded';
import { Row, Rows } from '../../shared/ui/page';
import { Figure, Figures } from '../figure';
import { Places } from '../report-filters';
import css from '../reports.module.css';
import { useReportFilter } from '../use-report-filter';
import { NONE, useReportWords } from '../use-words';
import { longestWaiting } from './longest';
import { useLive } from './use-live';

/** So many of those who wait are named. */
const SHOWN = 10;

type Live = NonNullable<ReturnType<typeof useLive>['data']>;

/** What happens now: who waits, who waits longest, who is there. */
export function LivePage() {
  const { t } = useTranslation();
  const { filter, change } = useReportFilter();
  const { brandId, groupId } = filter;
  const narrowing = { ...(brandId === null ? {} : { brandId }), ...(groupId === null ? {} : { groupId }) };
  const query = useLive(narrowing);
  return (
    <>
      <search className={css.filters} aria-label={t('reports.filters')}>
        <Places filter={filter} change={change} names={['brand', 'group']} />
      </search>
      <Loaded query={query} label={t('reports.page_live')}>
        {(live) => <Now live={live} narrowing={narrowing} />}
      </Loaded>
    </>
  );
}

const isAvailable = (one: QueueOperatorBody): boolean =>
  one.isConnected && one.status === 'online' && (one.capacity === null || one.active < one.capacity);

function Now({
  live,
  narrowing,
}: {
  readonly live: Live;
  readonly narrowing: Parameters<typeof useCounts>[0];
}) {
  const { t } = useTranslation();
  const words = useReportWords();
  const toWords = useDuration();
  const toLoad = useLoad();
  const now = useNow();
  const { data: counts } = useCounts(narrowing);
  const { items, operators } = live;
  const waits = (one: { readonly conversation: Conversation; readonly since: string }): string =>
    toWords(Math.max(0, ownNow(one.conversation, now) - Date.parse(one.since)));
  const longest = longestWaiting(items, SHOWN);
  const [first] = longest;
  const people = inTransferOrder(operators.map((one) => ({ ...one, isAvailable: isAvailable(one) })));
  const available = people.filter((one) => one.isAvailable).length;
  const count = (list: 'waiting' | 'missed'): string =>
    counts === undefined ? NONE : words.number(counts[list].count) + (counts[list].isMore ? '+' : '');
  return (
    <div className={css.pane}>
      <Figures title={t('reports.group_now')}>
        <Figure name="waitingNow" value={count('waiting')} to="/inbox/waiting" />
        <Figure name="missedNow" value={count('missed')} to="/inbox/missed" />
        <Figure name="longestWaiting" value={first === undefined ? NONE : waits(first)} />
        <Figure
          name="availableNow"
          value={words.number(available)}
          detail={t('queue.available', { number: available, count: people.length })}
        />
      </Figures>
      <section className={css.group} aria-label={t('reports.group_longest')}>
        <h2 className={css.groupTitle}>{t('reports.group_longest')}</h2>
        {longest.length === 0 ? (
          <p className={css.sentence}>{t('inbox.waitingEmpty')}</p>
        ) : (
          <Rows label={t('reports.group_longest')}>
            {longest.map((one) => {
              const { id, contact, state } = one.conversation;
              return (
                <Row
                  key={id}
                  name={
                    <Link to={`/inbox/${state === 'missed' ? 'missed' : 'waiting'}/${id}`}>
                      {shownName(contact, t)}
                    </Link>
                  }
                  meta={t('queue.since', { time: waits(one) })}
                >
                  <StateLabel state={state} />
                </Row>
              );
            })}
          </Rows>
        )}
      </section>
      <section className={css.group} aria-label={t('reports.group_people')}>
        <h2 className={css.groupTitle}>{t('reports.group_people')}</h2>
        {people.length === 0 && <p className={css.sentence}>{t('reports.noMembers')}</p>}
        <ul className={css.people} hidden={people.length === 0}>
          {people.map((one) => (
            <li key={one.operator.id} className={css.person} data-testid="live-operator">
              <StatusIcon status={presenceOf(one)} />
              <span>{one.operator.name}</span>
              <span className={css.detail}>{presenceWords(one, t)}</span>
              <span className={css.detail}>
                {toLoad(one)} <span className="visually-hidden">{t('queue.conversations')}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
