import { FilterFilled, FilterOutlined } from '@ant-design/icons';
import { Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ListNarrowing } from '../shared/conversations/lists';
import { useBrandNames, useChannelNames } from '../shared/conversations/use-names';
import css from './channel-filter.module.css';

type Props = {
  readonly narrowing: ListNarrowing;
  readonly choose: (filter: Pick<ListNarrowing, 'brandId' | 'channelId'>) => void;
};

/** Limits all lists to a brand or one of its channels. Hidden if there is nothing to choose. */
export function ChannelFilter({ narrowing, choose }: Props) {
  const { t } = useTranslation();
  const brands = useBrandNames();
  const channels = useChannelNames();
  const { brandId, channelId } = narrowing;
  const chosen =
    brands.find(({ id }) => id === brandId)?.name ?? channels.find(({ id }) => id === channelId)?.name;
  const isOn = brandId !== undefined || channelId !== undefined;
  if (channels.length < 2 && brands.length < 2 && !isOn) return null;
  const items: MenuProps['items'] = [
    { key: 'all', label: t('inbox.everything') },
    ...brands.flatMap((brand) => [
      { type: 'divider' as const },
      { key: `brand.${brand.id}`, label: <strong>{brand.name}</strong> },
      ...channels
        .filter((channel) => channel.brandId === brand.id)
        .map(({ id, name }) => ({
          key: `channel.${id}`,
          label: <span className={css.channel}>{name}</span>,
        })),
    ]),
  ];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    const [kind, id = ''] = key.split('.');
    choose(kind === 'brand' ? { brandId: id } : kind === 'channel' ? { channelId: id } : {});
  };
  const selectedKeys = [
    brandId !== undefined ? `brand.${brandId}` : channelId !== undefined ? `channel.${channelId}` : 'all',
  ];
  return (
    <Dropdown
      menu={{ items, onClick, selectable: true, selectedKeys, className: css.menu ?? '' }}
      trigger={['click']}
      placement="bottomRight"
    >
      <button
        type="button"
        className={css.button}
        data-on={isOn}
        aria-label={t('inbox.filterBy', { what: chosen ?? t('inbox.everything') })}
      >
        {isOn ? <FilterFilled aria-hidden /> : <FilterOutlined aria-hidden />}
        {isOn && <span className={css.chosen}>{chosen ?? '…'}</span>}
      </button>
    </Dropdown>
  );
}
