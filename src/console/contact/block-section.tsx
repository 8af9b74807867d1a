import { StopOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import { formatMoment } from '../shared/time/format';
import { Dialog } from '../shared/ui/dialog';
import css from './contact-panel.module.css';
import { useBlock, useUnblock } from './requests';

const LONGEST_REASON = 200;

/** Blocks a contact, with a reason; for a blocked contact, shows since when and why, and unblocks them. */
export function BlockSection({ contact }: { readonly contact: ContactBody }) {
  const { t, i18n } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const unblock = useUnblock(contact.id);
  const { block } = contact;
  if (block !== null) {
    return (
      <section className={css.section} aria-label={t('contact.blocked')}>
        <div className={css.blocked}>
          <strong>{t('contact.blocked')}</strong>
          <span>{block.reason}</span>
          <span className={css.label}>
            {t('contact.blockedBy', {
              time: formatMoment(block.at, i18n.language),
              name: block.operator.name,
            })}
          </span>
          <Button loading={unblock.isPending} onClick={() => unblock.mutate()}>
            {t('contact.unblock')}
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section className={css.section} aria-label={t('contact.block')}>
      <Button danger icon={<StopOutlined aria-hidden />} onClick={() => setAsking(true)}>
        {t('contact.block')}
      </Button>
      {isAsking && <BlockDialog contact={contact} close={() => setAsking(false)} />}
    </section>
  );
}

function BlockDialog(props: { readonly contact: ContactBody; readonly close: () => void }) {
  const { t } = useTranslation();
  const { contact, close } = props;
  const [reason, setReason] = useState('');
  const block = useBlock(contact.id);
  const id = useId();
  const given = reason.trim();
  return (
    <Dialog
      title={t('contact.blockTitle')}
      okText={t('contact.blockConfirm')}
      okButtonProps={{ danger: true, disabled: given === '', loading: block.isPending }}
      cancelText={t('common.cancel')}
      onCancel={close}
      onOk={() => block.mutate(given, { onSuccess: close })}
    >
      <div className={css.section}>
        <p>{t('contact.blockHint')}</p>
        <label className={css.label} htmlFor={id}>
          {t('contact.blockReason')}
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
