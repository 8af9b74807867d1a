import { Dropdown, type MenuProps } from 'antd';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../../domain/routing/availability';
import { StatusIcon } from '../shared/availability/status-icon';
import { useLoad } from '../shared/availability/use-load';
import { useConnectionState } from '../shared/events/event-stream';
import { type Command, useCommands } from '../shared/keyboard/shortcuts';
import css from './availability-switch.module.css';
import { useChooseStatus } from './use-choose-status';
import { useOwnAvailability } from './use-own-availability';

/** The reader's own status, with the number of their conversations, and a menu to choose another. */
export function AvailabilitySwitch() {
  const { t } = useTranslation();
  const toLoad = useLoad();
  const own = useOwnAvailability();
  const choose = useChooseStatus();
  const isLost = useConnectionState() === 'lost';
  useStatusCommands(choose);
  if (own === undefined) return null;
  const load = toLoad(own);
  const status = t(`availability.status_${own.status}`);
  const words = isLost ? t('availability.lost') : t('availability.label', { status, load });
  const items: MenuProps['items'] = [
    {
      key: 'title',
      type: 'group',
      label: isLost ? <span className={css.lost}>{words}</span> : t('availability.conversations', { load }),
      children: AVAILABILITY_STATUSES.map((one) => ({
        key: one,
        label: (
          <span className={css.item}>
            <StatusIcon status={one} />
            <span>
              {t(`availability.status_${one}`)}
              <span className={css.hint}>{t(`availability.hint_${one}`)}</span>
            </span>
          </span>
        ),
      })),
    },
  ];
  return (
    <Dropdown
      menu={{
        items,
        selectable: true,
        selectedKeys: [own.status],
        className: css.menu ?? '',
        onClick: ({ key }) => {
          if (key !== own.status) choose(key as AvailabilityStatus);
        },
      }}
      trigger={['click']}
      placement="topLeft"
      // Inside the page's header, so that all content is in a landmark.
      getPopupContainer={(button) => button.parentElement ?? document.body}
    >
      <button type="button" className={css.switch} data-testid="availability">
        <StatusIcon status={isLost ? 'offline' : own.status} />
        <span className="visually-hidden">{words}</span>
        <span className={css.load} aria-hidden>
          {own.capacity === null ? own.active : `${own.active}/${own.capacity}`}
        </span>
      </button>
    </Dropdown>
  );
}

/** The statuses in the palette. */
function useStatusCommands(choose: (status: AvailabilityStatus) => void): void {
  const { t } = useTranslation();
  const latest = useRef(choose);
  latest.current = choose;
  const commands = useMemo(
    () =>
      AVAILABILITY_STATUSES.map(
        (status): Command => ({
          id: `status ${status}`,
          group: 'setting',
          title: t(`availability.status_${status}`),
          hint: t('availability.title'),
          run: () => latest.current(status),
        }),
      ),
    [t],
  );
  useCommands(commands);
}
