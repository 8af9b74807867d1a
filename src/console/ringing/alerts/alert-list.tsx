import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { AlertBody } from '../../../contracts/conversations/alert';
import { shownName } from '../../../words/contact-name';
import { formatShort } from '../../shared/time/format';
import { useNow } from '../../shared/time/use-now';
import { Empty } from '../../shared/ui/states';
import css from './alert-list.module.css';
import { conversationAddress } from './conversation-address';
import { useSeeAlerts } from './use-alerts';

/** The alerts, the newest first; one opens its conversation. Arrow keys move between them. */
export function AlertList({
  alerts,
  close,
}: {
  readonly alerts: readonly AlertBody[];
  readonly close: () => void;
}) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const see = useSeeAlerts();
  const list = useRef<HTMLUListElement>(null);
  const now = useNow(30_000);
  const [newest] = alerts;
  const hasUnseen = alerts.some(({ seenAt }) => seenAt === null);

  const open = (alert: AlertBody): void => {
    if (alert.seenAt === null) see.mutate({ upTo: alert.id, conversationId: alert.conversationId });
    close();
    void navigate(conversationAddress(alert));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };

  if (newest === undefined) return <Empty title={t('alerts.none')} hint={t('alerts.noneHint')} />;
  return (
    <>
      {hasUnseen && (
        <Button
          type="link"
          size="small"
          className={css.seeAll ?? ''}
          onClick={() => see.mutate({ upTo: newest.id })}
        >
          {t('alerts.seeAll')}
        </Button>
      )}
      <ul ref={list} className={css.list} onKeyDown={onKeyDown}>
        {alerts.map((alert) => (
          <li key={alert.id}>
            <button type="button" className={css.alert} onClick={() => open(alert)}>
              <span className={css.head}>
                {alert.seenAt === null && (
                  <span className={css.mark}>
                    <span className="visually-hidden">{t('alerts.isNew')}</span>
                  </span>
                )}
                <span className={css.contact}>{shownName(alert.contact, t)}</span>
                <time className={css.time} dateTime={alert.createdAt}>
                  {formatShort(alert.createdAt, now, i18n.language)}
                </time>
              </span>
              <span className={css.what}>{whatOf(alert, t)}</span>
              {alert.note !== null && <span className={css.note}>{alert.note.text}</span>}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function whatOf({ kind, from, count }: AlertBody, t: TFunction): string {
  switch (kind) {
    case 'mention':
      return t('alerts.mention', { name: from?.name ?? '–' });
    case 'transfer':
      return from === null ? t('alerts.transferByNobody') : t('alerts.transfer', { name: from.name });
    case 'new_message':
      return t('alerts.new_message', { count });
    case 'window_closing':
      return t('alerts.window_closing');
    case 'returned':
      return t('alerts.returned');
    case 'rating_comment':
      return t('alerts.rating_comment');
    default:
      return kind satisfies never;
  }
}
