import { StopOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import { formatMoment } from '../shared/time/format';
import css from './contact-panel.module.css';
import { ReasonDialog } from './reason-dialog';
import { useBlock, useUnblock } from './requests';

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
  const block = useBlock(contact.id);
  return (
    <ReasonDialog
      title={t('contact.blockTitle')}
      okText={t('contact.blockConfirm')}
      label={t('contact.blockReason')}
      isDanger
      isPending={block.isPending}
      close={close}
      confirm={(reason) => block.mutate(reason, { onSuccess: close })}
    >
      <p>{t('contact.blockHint')}</p>
    </ReasonDialog>
  );
}
