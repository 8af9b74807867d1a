import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Switch } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import { Dialog } from '../shared/ui/dialog';
import css from './contact-panel.module.css';
import { useErase, useLegalHold } from './requests';

const LONGEST_REASON = 200;

/** For administrators: the legal hold, and erasing everything about the contact. */
export function PrivacySection({ contact }: { readonly contact: ContactBody }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'hold' | 'erase' | null>(null);
  const id = useId();
  const { legalHold } = contact;
  const close = (): void => setAsking(null);
  return (
    <section className={css.section} aria-label={t('contact.privacy')}>
      <h3 className={css.sectionTitle}>{t('contact.privacy')}</h3>
      <div className={css.edit}>
        <Switch
          size="small"
          checked={legalHold}
          aria-labelledby={id}
          onChange={() => setAsking('hold')}
        />
        <span id={id}>{t('contact.legalHold')}</span>
      </div>
      <span className={css.label}>{t('contact.legalHoldHint')}</span>
      <Button
        danger
        icon={<DeleteOutlined aria-hidden />}
        disabled={legalHold}
        title={legalHold ? t('contact.eraseHeld') : undefined}
        onClick={() => setAsking('erase')}
      >
        {t('contact.erase')}
      </Button>
      {asking === 'hold' && <HoldDialog contact={contact} close={close} />}
      {asking === 'erase' && <EraseDialog contact={contact} close={close} />}
    </section>
  );
}

type DialogProps = { readonly contact: ContactBody; readonly close: () => void };

function HoldDialog({ contact: { id, legalHold }, close }: DialogProps) {
  const { t } = useTranslation();
  const hold = useLegalHold(id);
  return (
    <ReasonDialog
      title={t(legalHold ? 'contact.releaseTitle' : 'contact.holdTitle')}
      okText={t(legalHold ? 'contact.releaseConfirm' : 'contact.holdConfirm')}
      isPending={hold.isPending}
      close={close}
      confirm={(reason) => hold.mutate({ legalHold: !legalHold, reason }, { onSuccess: close })}
    >
      <p>{t('contact.legalHoldHint')}</p>
    </ReasonDialog>
  );
}

function EraseDialog({ contact: { id }, close }: DialogProps) {
  const { t } = useTranslation();
  const erase = useErase(id);
  return (
    <ReasonDialog
      title={t('contact.eraseTitle')}
      okText={t('contact.eraseConfirm')}
      isDanger
      isPending={erase.isPending}
      close={close}
      confirm={(reason) => erase.mutate(reason, { onSuccess: close })}
    >
      <p>{t('contact.eraseGoes')}</p>
      <p>{t('contact.eraseStays')}</p>
      <p>{t('contact.eraseNew')}</p>
    </ReasonDialog>
  );
}

function ReasonDialog(props: {
  readonly title: string;
  readonly okText: string;
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
          {t('contact.reasonLogged')}
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
