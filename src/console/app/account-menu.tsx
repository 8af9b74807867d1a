import { Avatar, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MeBody } from '../../contracts/people/session';
import { isLanguage, LANGUAGES, type Language } from '../../words/languages';
import { switchLanguage } from '../i18n/i18n';
import { useSignOut, useWaysToSignIn } from '../shared/session/session';
import { APPEARANCES, type Appearance, useAppearance } from './appearance';

/**
 * Who is signed in, and language, appearance, password and sign-out. The menu has one level: submenus that open on
 * hover do not work on touch screens.
 */
export function AccountMenu({
  me,
  showShortcuts,
}: {
  readonly me: MeBody;
  readonly showShortcuts: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { appearance, choose } = useAppearance();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const hasPasswords = useWaysToSignIn().data?.password !== false;
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: `${me.name} · ${me.email}` },
    {
      key: 'language',
      type: 'group',
      label: t('shell.language'),
      children: Object.entries(LANGUAGES).map(([tag, name]) => ({ key: `language.${tag}`, label: name })),
    },
    {
      key: 'appearance',
      type: 'group',
      label: t('shell.appearance'),
      children: APPEARANCES.map((one) => ({ key: `appearance.${one}`, label: t(`shell.${one}`) })),
    },
    { type: 'divider' },
    { key: 'shortcuts', label: t('shell.shortcuts'), onClick: showShortcuts },
    { key: 'account', label: t('account.title'), onClick: () => void navigate('/account') },
    ...(hasPasswords
      ? [{ key: 'password', label: t('shell.changePassword'), onClick: () => void navigate('/password') }]
      : []),
    { key: 'signOut', label: t('shell.signOut'), onClick: () => signOut.mutate() },
  ];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    const [kind, value = ''] = key.split('.');
    if (kind === 'language' && isLanguage(value)) void switchLanguage(value);
    if (kind === 'appearance') choose(value as Appearance);
  };
  const language: Language = isLanguage(i18n.language) ? i18n.language : 'en';
  const selectedKeys = [`language.${language}`, `appearance.${appearance}`];
  return (
    <Dropdown
      menu={{ items, onClick, selectable: true, selectedKeys }}
      trigger={['click']}
      placement="topLeft"
    >
      <button type="button" className="plain-button" aria-label={t('shell.account', { name: me.name })}>
        <Avatar
          style={{ background: 'var(--ant-color-primary)', color: 'var(--ant-color-text-light-solid)' }}
        >
          {Array.from(me.name)[0]}
        </Avatar>
      </button>
    </Dropdown>
  );
}
