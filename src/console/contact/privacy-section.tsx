import { DeleteOutlined } from '@ant-design/icons';
import { Button, Switch } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import css from './contact-panel.module.css';
import { ReasonDialog } from './reason-dialog';
import { useErase, useLegalHold } from './requests';

/** For administrators: the legal hold, and erasing everything about the contact. */
export function PrivacySection({ contact }: { readonly contact: ContactBody }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'hold' | 'erase' | null>(null);
  const id = useId();
  const { legalHold } = contact;
  const close = (): void => setAsking(null);
  return (
    <section className={css.section} aria-label={t('privacy.title')}>
      <h3 className={css.sectionTitle}>{t('privacy.title')}</h3>
      <div className={css.edit}>
        <Switch size="small" checked={legalHold} aria-labelledby={id} onChange={() => setAsking('hold')} />
        <span id={id}>{t('privacy.legalHold')}</span>
      </div>
      <span className={css.label}>{t('privacy.legalHoldHint')}</span>
      <Button
        danger
        icon={<DeleteOutlined aria-hidden />}
        disabled={legalHold}
        title={legalHold ? t('privacy.eraseHeld') : undefined}
        onClick={() => setAsking('erase')}
      >
        {t('privacy.erase')}
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
      title={t(legalHold ? 'privacy.releaseTitle' : 'privacy.holdTitle')}
      okText={t(legalHold ? 'privacy.releaseConfirm' : 'privacy.holdConfirm')}
      label={t('privacy.reasonLogged')}
      isPending={hold.isPending}
      close={close}
      confirm={(reason) => hold.mutate({ legalHold: !legalHold, reason }, { onSuccess: close })}
    >
      <p>{t('privacy.legalHoldHint')}</p>
    </ReasonDialog>
  );
}

function EraseDialog({ contact: { id }, close }: DialogProps) {
  const { t } = useTranslation();
  const erase = useErase(id);
  return (
    <ReasonDialog
      title={t('privacy.eraseTitle')}
      okText={t('privacy.eraseConfirm')}
      label={t('privacy.reasonLogged')}
      isDanger
      isPending={erase.isPending}
      close={close}
      confirm={(reason) => erase.mutate(reason, { onSuccess: close })}
    >
      <p>{t('privacy.eraseGoes')}</p>
      <p>{t('privacy.eraseStays')}</p>
      <p>{t('privacy.eraseNew')}</p>
    </ReasonDialog>
  );
}
