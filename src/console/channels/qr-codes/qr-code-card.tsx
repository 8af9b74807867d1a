import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { QrCodeBody } from '../../../contracts/channels/qr-code';
import { notify } from '../../shared/notify';
import { useAllGroups } from '../../shared/setup/requests';
import { formatMoment } from '../../shared/time/format';
import { useConfirm } from '../../shared/ui/use-confirm';
import css from './qr-codes.module.css';
import { useDeleteQrCode, useRenewQrCode } from './requests';

/** One QR code: its picture, its facts, and what can be done with it. */
export function QrCodeCard({ code, change }: { readonly code: QrCodeBody; readonly change: () => void }) {
  const { t, i18n } = useTranslation();
  const confirm = useConfirm();
  const renew = useRenewQrCode(code.id);
  const remove = useDeleteQrCode(code.id);
  const { id, name, scene, kind, isExpired, expiresAt, greeting, contactCount, ticket } = code;
  const askToDelete = (): void =>
    confirm({
      title: t('qrCodes.deleteTitle', { name }),
      text: t('qrCodes.deleteHint'),
      okText: t('qrCodes.delete'),
      isDanger: true,
      run: () => remove.mutate(undefined),
    });
  const groupName = useAllGroups().data?.find((group) => group.id === code.groupId)?.name;
  const hidden = <span className="visually-hidden">{name}</span>;
  const picture = `/api/v1/qr-codes/${encodeURIComponent(id)}/picture`;
  return (
    <li className={css.code} data-expired={isExpired}>
      {/* A renewed code has another ticket, and so another picture. */}
      <img className={css.picture} key={ticket} src={`${picture}.svg`} alt={t('qrCodes.picture', { name })} />
      <div className={css.facts}>
        <h2 className={css.name}>{name}</h2>
        <p>
          <Tag>{t(`qrCodes.kind_${kind}`)}</Tag>
          {isExpired && <Tag color="error">{t('qrCodes.expired')}</Tag>}
        </p>
        <p className={css.meta}>
          {t('qrCodes.scene', { scene })}
          <br />
          {t('qrCodes.contacts', { count: contactCount })}
          {groupName !== undefined && (
            <>
              <br />
              {t('qrCodes.groupIs', { name: groupName })}
            </>
          )}
          {expiresAt !== null && (
            <>
              <br />
              {t('qrCodes.until', { time: formatMoment(expiresAt, i18n.language) })}
            </>
          )}
        </p>
        {greeting !== null && <p className={css.greeting}>{greeting}</p>}
        <div className={css.actions}>
          <a href={`${picture}.png`} download={`${name}.png`}>
            PNG {hidden}
          </a>
          <a href={`${picture}.svg`} download={`${name}.svg`}>
            SVG {hidden}
          </a>
          <Button size="small" onClick={change}>
            {t('forms.change')} {hidden}
          </Button>
          {kind === 'temporary' && (
            <Button
              size="small"
              loading={renew.isPending}
              onClick={() =>
                renew.mutate(undefined, {
                  onSuccess: () => notify({ kind: 'success', title: t('qrCodes.renewed') }),
                })
              }
            >
              {t('qrCodes.renew')} {hidden}
            </Button>
          )}
          <Button size="small" danger loading={remove.isPending} onClick={askToDelete}>
            {t('qrCodes.delete')} {hidden}
          </Button>
        </div>
      </div>
    </li>
  );
}
