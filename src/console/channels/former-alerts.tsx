import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ChannelHealthBody } from '../../contracts/channels/channel-health';
import { api } from '../shared/api/client';
import { notify } from '../shared/notify';
import { useSetupMutation } from '../shared/setup/requests';
import { useConfirm } from '../shared/ui/use-confirm';
import css from './channel-page.module.css';
import { useTimeText } from './use-time-text';

/** Old tokens, keys or modes whose deliveries are still accepted for a day, and the button that ends this now. */
export function FormerAlerts(props: {
  readonly channelId: string;
  readonly former: ChannelHealthBody['formerSecrets'];
}) {
  const { t } = useTranslation();
  const when = useTimeText();
  const { channelId, former } = props;
  if (former.length === 0) return null;
  return (
    <>
      {former.map(({ kind, replacedAt, acceptedUntil, lastUsedAt }) => (
        <Alert
          key={kind}
          type={lastUsedAt === null ? 'info' : 'warning'}
          showIcon
          title={t(`health.former_${kind}`, { time: when(acceptedUntil) })}
          description={
            lastUsedAt === null
              ? t('health.formerUnused', { changed: when(replacedAt) })
              : t('health.formerUsed', { changed: when(replacedAt), used: when(lastUsedAt) })
          }
          action={<Link to={`/setup/channels/${channelId}/connect?step=3`}>{t('health.toWebhook')}</Link>}
        />
      ))}
      <div className={css.buttons}>
        <EndNow channelId={channelId} />
      </div>
    </>
  );
}

/** For a leaked token: it must not stay valid for another day. */
function EndNow({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const end = useSetupMutation<void, undefined>(
    () => api('delete', '/api/v1/channels/{id}/former-secrets', { params: { id: channelId } }),
    'notice',
  );
  const askToEnd = (): void =>
    confirm({
      title: t('health.endFormerTitle'),
      text: t('health.endFormerHint'),
      okText: t('health.endFormer'),
      isDanger: true,
      run: () =>
        end.mutate(undefined, {
          onSuccess: () => notify({ kind: 'success', title: t('health.formerEnded') }),
        }),
    });
  return (
    <Button danger loading={end.isPending} onClick={askToEnd}>
      {t('health.endFormer')}
    </Button>
  );
}
