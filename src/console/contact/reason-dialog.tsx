import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../shared/ui/dialog';
import css from './contact-panel.module.css';

const LONGEST_REASON = 200;

/** Asks for the reason of something that is done to a contact. */
export function ReasonDialog(props: {
  readonly title: string;
  readonly okText: string;
  /** Of the field for the reason. */
  readonly label: string;
  readonly isDanger?: boolean;
  readonly isPending: boolean;
  readonly close: () => void;
  readonly confirm: (reason: string) => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const id = useId();
  const given = reason.trim();
  return (
    <Dialog
      title={props.title}
      okText={props.okText}
      okButtonProps={{ danger: props.isDanger ?? false, disabled: given === '', loading: props.isPending }}
      cancelText={t('common.cancel')}
      onCancel={props.close}
      onOk={() => props.confirm(given)}
    >
      <div className={css.section}>
        {props.children}
        <label className={css.label} htmlFor={id}>
          {props.label}
        </label>
        <Input
          id={id}
          value={reason}
          maxLength={LONGEST_REASON}
          autoFocus
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
    </Dialog>
  );
}
