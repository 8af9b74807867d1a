import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBrandNames } from '../shared/conversations/use-names';
import { BY_LABEL } from '../shared/forms/find-option';
import { useGroups } from '../shared/routing/use-groups';
import css from './queue.module.css';
import type { QueueFilter } from './use-queue';

/** Limits the queue to a brand or a group. Each is hidden if there is nothing to choose. */
export function QueueFilters(props: {
  readonly filter: QueueFilter;
  readonly choose: (filter: QueueFilter) => void;
}) {
  const { t } = useTranslation();
  const { brandId, groupId } = props.filter;
  const brands = useBrandNames();
  const { groups } = useGroups();
  const ofBrand = groups.filter((group) => brandId === undefined || group.brandId === brandId);
  const nameOfBrand = (id: string) => brands.find((brand) => brand.id === id)?.name ?? '…';
  return (
    <search className={css.filters}>
      {(brands.length > 1 || brandId !== undefined) && (
        <Select
          allowClear
          className={css.filter ?? ''}
          showSearch={BY_LABEL}
          aria-label={t('setup.brands')}
          placeholder={t('queue.allBrands')}
          value={brandId ?? null}
          onChange={(id: string | undefined) => props.choose(id === undefined ? {} : { brandId: id })}
          options={brands.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {(ofBrand.length > 0 || groupId !== undefined) && (
        <Select
          allowClear
          className={css.filter ?? ''}
          showSearch={BY_LABEL}
          aria-label={t('setup.groups')}
          placeholder={t('queue.allGroups')}
          value={groupId ?? null}
          onChange={(id: string | undefined) =>
            props.choose({
              ...(brandId === undefined ? {} : { brandId }),
              ...(id === undefined ? {} : { groupId: id }),
            })
          }
          options={ofBrand.map((group) => ({
            value: group.id,
            label:
              brandId === undefined && brands.length > 1
                ? `${group.name} · ${nameOfBrand(group.brandId)}`
                : group.name,
          }))}
        />
      )}
    </search>
  );
}
