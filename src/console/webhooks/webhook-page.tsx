import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { notify } from '../shared/notify';
import { CopyButton } from '../shared/ui/copy-button';
import { Loaded } from '../shared/ui/loaded';
import { Page, Panel } from '../shared/ui/page';
import { useConfirm } from '../shared/ui/use-confirm';
import { ReplayDialog, RotateDialog } from './again-dialogs';
import { useAttemptWords } from './attempt-words';
import { DeliveryLog } from './delivery-log';
import {
  useDeleteWebhook,
  useEnableWebhook,
  useMakeWebhookKeys,
  useTestWebhook,
  useWebhook,
  type Webhook,
} from './requests';
import { ChangeWebhookDialog } from './webhook-dialog';
import { WebhookHealth } from './webhook-health';
import css from './webhooks.module.css';
import { WebhookSecret } from './webhooks-page';

/** One webhook: its health, what can be done with it, and its log. */
export function WebhookPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const webhook = useWebhook(id);
  return (
    <Page
      title={webhook.data?.url ?? t('setup.webhooks')}
      hint={webhook.data?.description}
      back={{ to: '/setup/webhooks', label: t('setup.webhooks') }}
    >
      <Loaded query={webhook}>
        {(loaded) => (
          <>
            <About webhook={loaded} />
            <DeliveryLog webhookId={loaded.id} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Open = 'edit' | 'rotate' | 'replay' | null;

function About({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const [open, setOpen] = useState<Open>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { id, isEnabled } = webhook;
  const test = useTestWebhook(id);
  const change = useEnableWebhook(id);
  const remove = useDeleteWebhook();
  const words = useAttemptWords();
  const close = (): void => setOpen(null);
  const askToDelete = (): void =>
    confirm({
      title: t('webhooks.deleteTitle'),
      text: t('webhooks.deleteHint'),
      okText: t('webhooks.delete'),
      isDanger: true,
      run: () => remove.mutate(id, { onSuccess: () => void navigate('/setup/webhooks') }),
    });
  const runTest = (): void =>
    test.mutate(undefined, {
      onSuccess: ({ status, attempts }) => {
        const [last] = attempts.slice(-1);
        const isRight = status === 'succeeded';
        notify({
          kind: isRight ? 'success' : 'error',
          title: t(isRight ? 'webhooks.testSucceeded' : 'webhooks.testFailed', {
            what: last === undefined ? '' : words(last),
            ms: last?.ms ?? 0,
          }),
        });
      },
    });
  return (
    <Panel title={t('webhooks.about')}>
      <p className={css.tags}>
        <WebhookHealth webhook={webhook} />
      </p>
      <div className={css.buttons}>
        <Button loading={test.isPending} onClick={runTest}>
          {t('webhooks.test')}
        </Button>
        <Button onClick={() => setOpen('edit')}>{t('forms.change')}</Button>
        <Button loading={change.isPending} onClick={() => change.mutate(!isEnabled)}>
          {t(isEnabled ? 'webhooks.disable' : 'webhooks.enable')}
        </Button>
        <Button onClick={() => setOpen('rotate')}>{t('webhooks.rotate')}</Button>
        <Button onClick={() => setOpen('replay')}>{t('webhooks.replay')}</Button>
        <Button danger onClick={askToDelete}>
          {t('webhooks.delete')}
        </Button>
      </div>
      {webhook.format === 'salesiq' && <Keys webhook={webhook} />}
      {open === 'edit' && <ChangeWebhookDialog webhook={webhook} close={close} />}
      {open === 'replay' && <ReplayDialog webhookId={id} close={close} />}
      {open === 'rotate' && (
        <RotateDialog
          webhookId={id}
          close={close}
          show={(made) => {
            close();
            setSecret(made);
          }}
        />
      )}
      {secret !== null && <WebhookSecret secret={secret} close={() => setSecret(null)} />}
    </Panel>
  );
}

/** The public half of the pair for `x-siqsignature`. */
function Keys({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const make = useMakeWebhookKeys(webhook.id);
  const publicKey = make.data?.publicKey ?? webhook.publicKey;
  return (
    <div className={css.keys}>
      <p>{t('webhooks.keysHint')}</p>
      {publicKey !== null && <pre className={css.text}>{publicKey}</pre>}
      <div className={css.buttons}>
        {publicKey !== null && <CopyButton text={publicKey} label={t('webhooks.publicKey')} />}
        <Button loading={make.isPending} onClick={() => make.mutate(undefined)}>
          {t(publicKey === null ? 'webhooks.makeKeys' : 'webhooks.newKeys')}
        </Button>
      </div>
    </div>
  );
}
