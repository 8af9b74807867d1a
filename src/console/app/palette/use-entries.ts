import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MeBody } from '../../../contracts/people/session';
import { isLanguage, LANGUAGES } from '../../../words/languages';
import { switchLanguage } from '../../i18n/i18n';
import type { ListName } from '../../shared/conversations/lists';
import type { ShortcutLabel } from '../../shared/keyboard/key-table';
import { useKeyboard } from '../../shared/keyboard/shortcuts';
import { useSignOut } from '../../shared/session/session';
import { APPEARANCES, useAppearance } from '../appearance';
import type { Entry } from './find-entries';

const LIST_KEYS = {
  mine: 'openMine',
  waiting: 'openWaiting',
  missed: 'openMissed',
  completed: 'openCompleted',
  all: 'openAll',
  needsLook: 'openNeedsLook',
  bot: 'openBot',
} as const satisfies Readonly<Record<ListName, ShortcutLabel>>;

const SETUP_PAGES = [
  'channels',
  'bots',
  'brands',
  'groups',
  'tags',
  'operators',
  'macros',
  'tokens',
  'webhooks',
  'rejected',
  'audit',
] as const;

/** Offered as pages, on every page; or the palette itself. */
const LEFT_OUT: readonly string[] = [...Object.values(LIST_KEYS), 'palette'];

/** Everything that the palette offers now: what works on this page, all pages, canned replies, settings. */
export function useEntries(me: MeBody): readonly Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { shortcuts, commands, isOn, setOn } = useKeyboard();
  const { choose } = useAppearance();
  const signOut = useSignOut();
  const page = (title: string, to: string, rest: Partial<Entry> = {}): Entry => ({
    id: `page ${to}`,
    group: 'page',
    title,
    run: () => void navigate(to),
    ...rest,
  });
  const setting = (id: string, title: string, run: () => void, hint?: string): Entry => ({
    id: `setting ${id}`,
    group: 'setting',
    title,
    run,
    ...(hint === undefined ? {} : { hint }),
  });
  const actions = shortcuts
    .filter(({ label }) => !LEFT_OUT.includes(label))
    .map(
      ({ label, run }): Entry => ({
        id: `action ${label}`,
        group: 'action',
        title: t(`shortcuts.${label}`),
        keys: label,
        run,
      }),
    );
  const lists = (Object.keys(LIST_KEYS) as ListName[]).map((list) =>
    page(t(`shortcuts.${LIST_KEYS[list]}`), `/inbox/${list}`, { keys: LIST_KEYS[list] }),
  );
  const setup =
    me.role === 'administrator'
      ? SETUP_PAGES.map((part) => page(t(`setup.${part}`), `/setup/${part}`, { hint: t('shell.setup') }))
      : [];
  const languages = Object.entries(LANGUAGES).flatMap(([tag, name]) =>
    isLanguage(tag) ? [setting(tag, name, () => void switchLanguage(tag), t('shell.language'))] : [],
  );
  const appearances = APPEARANCES.map((one) =>
    setting(one, t(`shell.${one}`), () => choose(one), t('shell.appearance')),
  );
  return [
    ...actions,
    ...lists,
    ...setup,
    page(t('shell.queue'), '/queue'),
    page(t('shell.reports'), '/reports'),
    page(t('account.title'), '/account'),
    page(t('shell.changePassword'), '/password'),
    ...commands,
    ...languages,
    ...appearances,
    setting('keys', t(isOn ? 'palette.singleKeysOff' : 'palette.singleKeysOn'), () => setOn(!isOn)),
    setting('signOut', t('shell.signOut'), () => signOut.mutate()),
  ];
}
