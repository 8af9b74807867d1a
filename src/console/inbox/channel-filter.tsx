import { FilterFilled, FilterOutlined, TeamOutlined } from '@ant-design/icons';
import { Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ListNarrowing } from '../shared/conversations/lists';
import { useBrandNames, useChannelNames } from '../shared/conversations/use-names';
import { useGroups } from '../shared/routing/use-groups';
import css from './channel-filter.module.css';

type Props = {
  readonly narrowing: ListNarrowing;
  readonly choose: (filter: Pick<ListNarrowing, 'brandId' | 'channelId' | 'groupId'>) => void;
};

const PARTS = ['brand', 'channel', 'group'] as const;

/** Limits all lists to a brand, or to one of its channels or groups. Hidden if there is nothing to choose. */
export function ChannelFilter({ narrowing, choose }: Props) {
  const { t } = useTranslation();
  const brands = useBrandNames();
  const channels = useChannelNames();
  const { groups } = useGroups();
  const { brandId, channelId, groupId } = narrowing;
  const nameIn = (list: readonly { readonly id: string; readonly name: string }[], id: string | undefined) =>
    list.find((one) => one.id === id)?.name;
  const chosen = nameIn(brands, brandId) ?? nameIn(channels, channelId) ?? nameIn(groups, groupId);
  const isOn = brandId !== undefined || channelId !== undefined || groupId !== undefined;
  if (channels.length < 2 && brands.length < 2 && groups.length === 0 && !isOn) return null;
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
      ...groups
        .filter((group) => group.brandId === brand.id)
        .map(({ id, name }) => ({
          key: `group.${id}`,
          label: (
            <span className={css.channel}>
              <TeamOutlined aria-hidden /> {name}
              <span className="visually-hidden"> ({t('groups.group')})</span>
            </span>
          ),
        })),
    ]),
  ];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    const [kind, id = ''] = key.split('.');
    const part = PARTS.find((one) => one === kind);
    choose(part === undefined ? {} : { [`${part}Id`]: id });
  };
  const on = PARTS.find((part) => narrowing[`${part}Id`] !== undefined);
  const selectedKeys = [on === undefined ? 'all' : `${on}.${narrowing[`${on}Id`]}`];
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
