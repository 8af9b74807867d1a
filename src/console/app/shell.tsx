/** The frame around every page of a signed-in operator: navigation, account, connection. */
import {
  BarChartOutlined,
  ContactsOutlined,
  DesktopOutlined,
  InboxOutlined,
  MobileOutlined,
  OrderedListOutlined,
  SettingOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { Tooltip } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { ChannelAlarms } from '../alarms/channel-alarms';
import { AvailabilitySwitch } from '../availability/availability-switch';
import { OfferCards } from '../offers/offer-cards';
import { Bell } from '../ringing/bell';
import { isDemo } from '../shared/demo';
import { useConnectionState } from '../shared/events/event-stream';
import { useKeyboard, useShortcut } from '../shared/keyboard/shortcuts';
import { ShortcutsDialog } from '../shared/keyboard/shortcuts-dialog';
import { useSignedInMe } from '../shared/session/session';
import icon from '../shared/ui/icon.svg';
import { WebhookAlarms } from '../webhooks/webhook-alarms';
import { AccountMenu } from './account-menu';
import { CompletingStrips } from './completing/completing-strips';
import css from './shell.module.css';

const Palette = lazy(async () => ({ default: (await import('./palette/palette')).Palette }));

type Item = {
  readonly to: string;
  readonly label: 'inbox' | 'queue' | 'contacts' | 'reports' | 'setup';
  readonly icon: ReactNode;
  readonly onlyAdministrators?: boolean;
};

/** The navigation. A new section is a new line here. */
const ITEMS: readonly Item[] = [
  { to: '/inbox', label: 'inbox', icon: <InboxOutlined aria-hidden /> },
  { to: '/queue', label: 'queue', icon: <OrderedListOutlined aria-hidden />, onlyAdministrators: true },
  { to: '/contacts', label: 'contacts', icon: <ContactsOutlined aria-hidden /> },
  { to: '/reports', label: 'reports', icon: <BarChartOutlined aria-hidden /> },
  { to: '/setup', label: 'setup', icon: <SettingOutlined aria-hidden />, onlyAdministrators: true },
];

export function Shell() {
  const { t } = useTranslation();
  const me = useSignedInMe();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const { isPaletteOpen, setPaletteOpen } = useKeyboard();
  useShortcut('help', () => setHelpOpen(true));
  useShortcut('palette', () => setPaletteOpen(true));
  const items = ITEMS.filter((item) => item.onlyAdministrators !== true || me.role === 'administrator');
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t('shell.skip')}
      </a>
      <header className={css.rail}>
        <img className={css.logo} src={icon} alt={t('common.appName')} />
        <nav className={css.nav} aria-label={t('shell.navigation')}>
          {items.map(({ to, label, icon: itemIcon }) => (
            <Tooltip key={to} title={t(`shell.${label}`)} placement="right">
              <NavLink to={to} className={css.item ?? ''} aria-label={t(`shell.${label}`)}>
                {itemIcon}
              </NavLink>
            </Tooltip>
          ))}
          {me.demo === true && me.role === 'administrator' && <DemoLink />}
        </nav>
        <AvailabilitySwitch />
        <Bell />
        <AccountMenu me={me} showShortcuts={() => setHelpOpen(true)} />
      </header>
      <div className={css.page}>
        <ConnectionBanner />
        <ChannelAlarms isAdministrator={me.role === 'administrator'} />
        {me.role === 'administrator' && <WebhookAlarms />}
        <CompletingStrips me={me} />
        <div id="content" tabIndex={-1} className={css.content}>
          <Outlet />
        </div>
      </div>
      <OfferCards />
      {isPaletteOpen && (
        <Suspense fallback={null}>
          <Palette me={me} close={() => setPaletteOpen(false)} />
        </Suspense>
      )}
      <ShortcutsDialog isOpen={isHelpOpen} close={() => setHelpOpen(false)} />
    </div>
  );
}

/**
 * Switches between the console alone and the demo. The demo has its own addresses (routes.tsx), so the page is loaded
 * again.
 */
function DemoLink() {
  const { t } = useTranslation();
  const label = t(isDemo ? 'shell.leaveDemo' : 'shell.demo');
  return (
    <Tooltip title={label} placement="right">
      <a href={isDemo ? '/inbox' : '/demo'} className={css.item} aria-label={label}>
        {isDemo ? <DesktopOutlined aria-hidden /> : <MobileOutlined aria-hidden />}
      </a>
    </Tooltip>
  );
}

/** Warns that the screen may be out of date, until the connection is back. */
function ConnectionBanner() {
  const { t } = useTranslation();
  const isLost = useConnectionState() === 'lost';
  return (
    <div role="status" aria-live="polite">
      {isLost && (
        <p className={css.banner}>
          <WarningOutlined aria-hidden /> {t('shell.connectionLost')}
        </p>
      )}
    </div>
  );
}
