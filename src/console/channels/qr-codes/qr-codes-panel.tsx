import { PlusOutlined, QrcodeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../../contracts/channels/channel';
import type { QrCodeBody } from '../../../contracts/channels/qr-code';
import { Loaded, MoreButton } from '../../shared/ui/loaded';
import { Empty } from '../../shared/ui/states';
import { ChangeQrCodeDialog } from './change-qr-code-dialog';
import { NewQrCodeDialog } from './new-qr-code-dialog';
import { QrCodeCard } from './qr-code-card';
import css from './qr-codes.module.css';
import { useQrCodes } from './requests';

/** The QR codes of a channel, each with the number of contacts it brought. */
export function QrCodesPanel({ channel }: { readonly channel: ChannelBody }) {
  const { t } = useTranslation();
  const codes = useQrCodes(channel.id);
  const [open, setOpen] = useState<QrCodeBody | 'new' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <section className={css.panel} aria-label={t('channels.tab_qrCodes')}>
      <div className={css.head}>
        <p>{t('qrCodes.hint')}</p>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen('new')}>
          {t('qrCodes.add')}
        </Button>
      </div>
      <Loaded query={codes}>
        {() =>
          codes.items.length === 0 ? (
            <Empty
              icon={<QrcodeOutlined aria-hidden />}
              title={t('qrCodes.empty')}
              hint={t('qrCodes.emptyHint')}
            />
          ) : (
            <ul className={css.codes} aria-label={t('channels.tab_qrCodes')}>
              {codes.items.map((code) => (
                <QrCodeCard key={code.id} code={code} change={() => setOpen(code)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={codes} />
      {open === 'new' && <NewQrCodeDialog channel={channel} close={close} />}
      {open !== null && open !== 'new' && (
        <ChangeQrCodeDialog code={open} brandId={channel.brandId} close={close} />
      )}
    </section>
  );
}
