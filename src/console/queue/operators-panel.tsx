import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueOperatorBody } from '../../contracts/conversations/queue';
import { presenceOf, presenceWords } from '../shared/availability/presence-words';
import { StatusIcon } from '../shared/availability/status-icon';
import { useLoad } from '../shared/availability/use-load';
import { inTransferOrder } from '../shared/transfer/transfer-order';
import css from './queue.module.css';
import type { QueueItem } from './use-queue';

const isWide = (): boolean => !window.matchMedia('(max-width: 1023px)').matches;

/**
 * Who is there for those who wait: status, load, and how many of the shown places are offered to them. On a narrow screen
 * it opens when it is asked for.
 */
export function OperatorsPanel({
  operators,
  items,
}: {
  readonly operators: readonly QueueOperatorBody[];
  readonly items: readonly QueueItem[];
}) {
  const { t } = useTranslation();
  const toLoad = useLoad();
  const [isOpen] = useState(isWide);
  const all = inTransferOrder(
    operators.map((one) => {
      const offered = items.filter(
        ({ conversation }) => conversation.offer?.operator.id === one.operator.id,
      ).length;
      return { ...one, offered, isAvailable: hasPlace({ ...one, offered }) };
    }),
  );
  const available = all.filter(({ isAvailable }) => isAvailable).length;
  return (
    <details className={css.operators} open={isOpen}>
      <summary className={css.summary}>
        <h2>{t('setup.operators')}</h2>
        <span className={css.available}>
          {t('queue.available', { number: available, count: all.length })}
        </span>
      </summary>
      <ul className={css.people} aria-label={t('setup.operators')}>
        {all.map((one) => (
          <li key={one.operator.id} className={css.person} data-testid="queue-operator">
            <StatusIcon status={presenceOf(one)} />
            <span className={css.personName}>{one.operator.name}</span>
            <span className={css.presence}>{presenceWords(one, t)}</span>
            <span className={css.load} data-full={isFull(one)}>
              {toLoad(one)}
              <span className="visually-hidden"> {t('queue.conversations')}</span>
            </span>
            {one.offered > 0 && (
              <span className={css.offered}>{t('queue.offered', { number: one.offered })}</span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

type Load = Pick<QueueOperatorBody, 'active' | 'capacity'> & { readonly offered: number };

/** An open offer takes a place as well (docs/rules.md#72). */
const isFull = ({ active, offered, capacity }: Load): boolean =>
  capacity !== null && active + offered >= capacity;

function hasPlace(one: QueueOperatorBody & Load): boolean {
  return one.isConnected && one.status === 'online' && !isFull(one);
}
