import { Modal, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from './shortcuts';
import css from './shortcuts-dialog.module.css';

const NAMES: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };

/** The list of shortcuts that work on this page. */
export function ShortcutsDialog({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  const { t } = useTranslation();
  const { list, isOn, setOn } = useShortcuts();
  return (
    <Modal open={isOpen} onCancel={close} footer={null} title={t('keyboard.title')}>
      <label className={css.switch}>
        <Switch checked={isOn} onChange={setOn} aria-label={t('keyboard.singleKeys')} />
        {t('keyboard.singleKeys')}
      </label>
      <dl className={css.list}>
        {list.map(({ key, label }) => (
          <div key={`${key} ${label}`} className={css.row}>
            <dt>
              <kbd>{NAMES[key] ?? key}</kbd>
            </dt>
            <dd>{t(`shortcuts.${label}`)}</dd>
          </div>
        ))}
        <div className={css.row}>
          <dt>
            <kbd>Enter</kbd>
          </dt>
          <dd>{t('keyboard.enterSends')}</dd>
        </div>
        <div className={css.row}>
          <dt>
            <kbd>Shift</kbd> + <kbd>Enter</kbd>
          </dt>
          <dd>{t('keyboard.newLine')}</dd>
        </div>
        <div className={css.row}>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>{t('keyboard.cannedMenu')}</dd>
        </div>
      </dl>
    </Modal>
  );
}
