import { Modal, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { KEY_GROUPS, KEY_LABELS, KEY_TABLE } from './key-table';
import { Keys } from './keys';
import { useKeyboard } from './shortcuts';
import css from './shortcuts-dialog.module.css';

/** All keys of the console, by where they work. */
export function ShortcutsDialog({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  const { t } = useTranslation();
  const { isOn, setOn } = useKeyboard();
  return (
    <Modal open={isOpen} onCancel={close} footer={null} title={t('keyboard.title')} width={760}>
      <label className={css.switch}>
        <Switch checked={isOn} onChange={setOn} aria-label={t('keyboard.singleKeys')} />
        {t('keyboard.singleKeys')}
      </label>
      <div className={css.groups}>
        {KEY_GROUPS.map((group) => (
          <section key={group}>
            <h2 className={css.group}>{t(`keyboard.group_${group}`)}</h2>
            <dl className={css.list}>
              {KEY_LABELS.filter((label) => KEY_TABLE[label].group === group).map((label) => (
                <div key={label} className={css.row} data-key={label}>
                  <dt>
                    <Keys label={label} />
                  </dt>
                  <dd>{t(`shortcuts.${label}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
