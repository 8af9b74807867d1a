import {
  ApiOutlined,
  AuditOutlined,
  ExceptionOutlined,
  KeyOutlined,
  PlaySquareOutlined,
  RobotOutlined,
  SendOutlined,
  TagOutlined,
  TagsOutlined,
  TeamOutlined,
  UsergroupAddOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useLocation } from 'react-router';
import { ApiError } from '../shared/api/api-error';
import { useSignedInMe } from '../shared/session/session';
import { Failed } from '../shared/ui/states';
import css from './setup-page.module.css';

const PARTS: readonly {
  readonly to:
    | 'channels'
    | 'bots'
    | 'brands'
    | 'groups'
    | 'tags'
    | 'operators'
    | 'macros'
    | 'tokens'
    | 'webhooks'
    | 'rejected'
    | 'audit';
  readonly icon: ReactNode;
  readonly isForAll?: true;
}[] = [
  { to: 'channels', icon: <ApiOutlined aria-hidden /> },
  { to: 'bots', icon: <RobotOutlined aria-hidden /> },
  { to: 'brands', icon: <TagsOutlined aria-hidden /> },
  { to: 'groups', icon: <UsergroupAddOutlined aria-hidden /> },
  { to: 'tags', icon: <TagOutlined aria-hidden /> },
  { to: 'operators', icon: <TeamOutlined aria-hidden /> },
  { to: 'macros', icon: <PlaySquareOutlined aria-hidden />, isForAll: true },
  { to: 'tokens', icon: <KeyOutlined aria-hidden /> },
  { to: 'webhooks', icon: <SendOutlined aria-hidden /> },
  { to: 'rejected', icon: <ExceptionOutlined aria-hidden /> },
  { to: 'audit', icon: <AuditOutlined aria-hidden /> },
];

/**
 * The frame around the setup pages. They are for administrators, except those that every operator has things of their
 * own on; the API refuses everyone else as well.
 */
export function SetupPage() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isAdministrator = useSignedInMe().role === 'administrator';
  const parts = PARTS.filter(({ isForAll }) => isAdministrator || isForAll === true);
  if (!isAdministrator && !parts.some(({ to }) => pathname.startsWith(`/setup/${to}`))) {
    return (
      <main className={css.alone}>
        <h1 className="visually-hidden">{t('shell.setup')}</h1>
        <Failed error={new ApiError('forbidden', 403)} />
      </main>
    );
  }
  return (
    <div className={css.setup}>
      <nav className={css.side} aria-label={t('shell.setup')}>
        <p className={css.sideTitle} aria-hidden>
          {t('shell.setup')}
        </p>
        <ul className={css.links}>
          {parts.map(({ to, icon }) => (
            <li key={to}>
              <NavLink to={`/setup/${to}`} className={css.link ?? ''}>
                {icon} {t(`setup.${to}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <main className={css.body}>
        <Outlet />
      </main>
    </div>
  );
}
