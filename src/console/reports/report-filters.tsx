import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { REPORT_HOURS } from '../../domain/reports/figures';
import { useBrandNames, useChannelNames } from '../shared/conversations/use-names';
import { BY_LABEL } from '../shared/forms/find-option';
import { useGroups } from '../shared/routing/use-groups';
import { useSignedInMe } from '../shared/session/session';
import { OperatorFilter } from './operator-filter';
import { bucketsFor, PRESETS, type Preset } from './report-filter';
import css from './reports.module.css';
import type { useReportFilter } from './use-report-filter';

type Props = Pick<ReturnType<typeof useReportFilter>, 'filter' | 'change'>;

/** What a report is about: the time, and whose conversations. Filters without a choice are hidden. */
export function ReportFilters(props: Props & { readonly hasBuckets?: boolean }) {
  const { t } = useTranslation();
  const { filter, change, hasBuckets = false } = props;
  const isAdministrator = useSignedInMe().role === 'administrator';
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <search className={css.filters} aria-label={t('reports.filters')}>
      <Select<Preset | 'own'>
        className={css.filter ?? ''}
        aria-label={t('reports.period')}
        value={filter.preset ?? 'own'}
        onChange={(preset) =>
          change(
            preset === 'own'
              ? { period: null, from: filter.period.fromDay, to: filter.period.toDay }
              : { period: preset, from: null, to: null },
          )
        }
        options={[
          ...PRESETS.map((one) => ({ value: one, label: t(`reports.period_${one}`) })),
          { value: 'own' as const, label: t('reports.period_own') },
        ]}
      />
      {filter.preset === null &&
        (['fromDay', 'toDay'] as const).map((name) => (
          <Input
            key={name}
            type="date"
            className={css.day ?? ''}
            prefix={t(name === 'fromDay' ? 'audit.from' : 'audit.to')}
            aria-label={t(`audit.${name}`)}
            value={filter.period[name]}
            onChange={({ target }) => {
              const changed = { ...filter.period, [name]: target.value };
              if (target.value !== '') change({ period: null, from: changed.fromDay, to: changed.toDay });
            }}
          />
        ))}
      {hasBuckets && (
        <Select
          className={css.filter ?? ''}
          aria-label={t('reports.bucket')}
          value={filter.bucket}
          onChange={(bucket) => change({ bucket })}
          options={bucketsFor(filter.period).map((one) => ({
            value: one,
            label: t(`reports.bucket_${one}`),
          }))}
        />
      )}
      <Places filter={filter} change={change} />
      {isAdministrator && <OperatorFilter filter={filter} change={change} />}
      <Select
        className={css.filter ?? ''}
        aria-label={t('reports.hours')}
        value={filter.hours}
        onChange={(hours) => change({ hours: hours === 'all' ? null : hours })}
        options={REPORT_HOURS.map((one) => ({ value: one, label: t(`reports.hours_${one}`) }))}
      />
      <span className={css.zone}>{t('reports.zone', { zone: timeZone })}</span>
    </search>
  );
}

/** Brand, channel and group: each where there is more than one to choose from. */
export function Places({
  filter,
  change,
  names = ['brand', 'channel', 'group'],
}: Props & { readonly names?: readonly ('brand' | 'channel' | 'group')[] }) {
  const { t } = useTranslation();
  const brands = useBrandNames();
  const channels = useChannelNames();
  const { groups } = useGroups();
  const isOfBrand = (one: { readonly brandId: string }): boolean =>
    filter.brandId === null || one.brandId === filter.brandId;
  const choices = [
    {
      name: 'brand',
      value: filter.brandId,
      items: brands,
      least: 2,
      label: t('setup.brands'),
      all: t('queue.allBrands'),
    },
    {
      name: 'channel',
      value: filter.channelId,
      items: channels.filter(isOfBrand),
      least: 2,
      label: t('setup.channels'),
      all: t('reports.allChannels'),
    },
    {
      name: 'group',
      value: filter.groupId,
      items: groups.filter(isOfBrand),
      least: 1,
      label: t('setup.groups'),
      all: t('queue.allGroups'),
    },
  ] as const;
  return choices
    .filter(
      ({ name, items, least, value }) => names.includes(name) && (items.length >= least || value !== null),
    )
    .map(({ name, value, items, label, all }) => (
      <Select<string | null>
        key={name}
        allowClear
        className={css.filter ?? ''}
        showSearch={BY_LABEL}
        aria-label={label}
        placeholder={all}
        value={value}
        onChange={(id) =>
          change({ ...(name === 'brand' ? { channel: null, group: null } : {}), [name]: id ?? null })
        }
        options={items.map((one) => ({ value: one.id, label: one.name }))}
      />
    ));
}
