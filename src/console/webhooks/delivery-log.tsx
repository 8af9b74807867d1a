import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DELIVERY_STATES, WEBHOOK_EVENTS } from '../../domain/webhooks/events';
import { BY_LABEL } from '../shared/forms/find-option';
import { notify } from '../shared/notify';
import { formatFull } from '../shared/time/format';
import { LoadedRows, MoreButton } from '../shared/ui/loaded';
import { Panel, Row } from '../shared/ui/page';
import { useAttemptWords } from './attempt-words';
import { type Delivery, type DeliveryFilter, useDeliveries, useRedeliver } from './requests';
import css from './webhooks.module.css';

const COLOURS: Readonly<Record<Delivery['status'], string>> = {
  pending: 'processing',
  succeeded: 'success',
  failed: 'warning',
  dead: 'error',
};

/** The deliveries of the last 30 days, newest first. */
export function DeliveryLog({ webhookId }: { readonly webhookId: string }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<DeliveryFilter>({});
  const deliveries = useDeliveries(webhookId, filter);
  return (
    <Panel title={t('webhooks.log')} hint={t('webhooks.logHint')}>
      <div className={css.filters}>
        <Select
          allowClear
          aria-label={t('webhooks.byStatus')}
          placeholder={t('webhooks.byStatus')}
          value={filter.status ?? null}
          onChange={(status) => setFilter(({ event }) => keepGiven({ event, status: status ?? undefined }))}
          options={DELIVERY_STATES.map((status) => ({
            value: status,
            label: t(`webhooks.status_${status}`),
          }))}
        />
        <Select
          allowClear
          showSearch={BY_LABEL}
          aria-label={t('webhooks.byEvent')}
          placeholder={t('webhooks.byEvent')}
          value={filter.event ?? null}
          onChange={(event) => setFilter(({ status }) => keepGiven({ status, event: event ?? undefined }))}
          options={WEBHOOK_EVENTS.map((event) => ({ value: event, label: event }))}
        />
        <Button onClick={() => void deliveries.refetch()}>{t('webhooks.reload')}</Button>
      </div>
      <LoadedRows
        query={{ ...deliveries, data: deliveries.data && deliveries.items }}
        label={t('webhooks.log')}
        empty={<p>{t('webhooks.logEmpty')}</p>}
      >
        {(delivery) => <DeliveryRow key={delivery.id} delivery={delivery} />}
      </LoadedRows>
      <MoreButton query={deliveries} />
    </Panel>
  );
}

function keepGiven(filter: {
  readonly status?: DeliveryFilter['status'] | undefined;
  readonly event?: DeliveryFilter['event'] | undefined;
}): DeliveryFilter {
  const { status, event } = filter;
  return { ...(status === undefined ? {} : { status }), ...(event === undefined ? {} : { event }) };
}

function DeliveryRow({ delivery }: { readonly delivery: Delivery }) {
  const { t, i18n } = useTranslation();
  const redeliver = useRedeliver(delivery.webhookId);
  const words = useAttemptWords();
  const { id, event, status, attempts, nextAttemptAt, request, answer } = delivery;
  const at = (time: string): string => formatFull(time, i18n.language);
  return (
    <Row
      name={event}
      meta={
        <details>
          <summary>
            {t('webhooks.tries', { count: attempts.length })}
            {nextAttemptAt !== null && ` · ${t('webhooks.nextTry', { time: at(nextAttemptAt) })}`}
          </summary>
          <ol>
            {attempts.map((attempt) => (
              <li key={attempt.at}>
                {at(attempt.at)} · {words(attempt)} · {attempt.ms} ms
              </li>
            ))}
          </ol>
          <h3 className={css.part}>{t('webhooks.request')}</h3>
          {request === null ? (
            <p>{t('webhooks.nothingKept')}</p>
          ) : (
            <pre className={css.text}>
              {Object.entries(request.headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join('\n')}
              {`\n\n${request.body}`}
            </pre>
          )}
          <h3 className={css.part}>{t('webhooks.answer')}</h3>
          {answer === null ? (
            <p>{t('webhooks.nothingKept')}</p>
          ) : (
            <pre className={css.text}>{`${answer.status}\n\n${answer.body}`}</pre>
          )}
          <p>{id}</p>
        </details>
      }
    >
      <Tag color={COLOURS[status]}>{t(`webhooks.status_${status}`)}</Tag>
      {status !== 'pending' && (
        <Button
          loading={redeliver.isPending}
          onClick={() =>
            redeliver.mutate(id, {
              onSuccess: () => notify({ kind: 'success', title: t('webhooks.sentAgain') }),
            })
          }
        >
          {t('webhooks.redeliver')} <span className="visually-hidden">{event}</span>
        </Button>
      )}
    </Row>
  );
}
