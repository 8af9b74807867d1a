import { PlusOutlined, SendOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LoadedRows } from '../shared/ui/loaded';
import { Page, Row } from '../shared/ui/page';
import { ShownOnce } from '../shared/ui/shown-once';
import { Empty } from '../shared/ui/states';
import { useWebhooks } from './requests';
import { NewWebhookDialog } from './webhook-dialog';
import { WebhookHealth } from './webhook-health';

/** Where other programs are told what happens. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const webhooks = useWebhooks();
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const add = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
      {t('webhooks.add')}
    </Button>
  );
  return (
    <Page title={t('setup.webhooks')} hint={t('webhooks.hint')} actions={add}>
      <LoadedRows
        query={webhooks}
        label={t('setup.webhooks')}
        empty={
          <Empty
            icon={<SendOutlined aria-hidden />}
            title={t('webhooks.empty')}
            hint={t('webhooks.emptyHint')}
          />
        }
      >
        {(webhook) => (
          <Row
            key={webhook.id}
            name={<Link to={`/setup/webhooks/${webhook.id}`}>{webhook.url}</Link>}
            meta={[
              webhook.description,
              webhook.events.includes('*') ? t('webhooks.allEvents') : webhook.events.join(', '),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          >
            <WebhookHealth webhook={webhook} />
          </Row>
        )}
      </LoadedRows>
      {isAdding && (
        <NewWebhookDialog
          close={() => setAdding(false)}
          show={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      )}
      {secret !== null && <WebhookSecret secret={secret} close={() => setSecret(null)} />}
    </Page>
  );
}

/** The secret of a webhook, which is shown once. */
export function WebhookSecret(props: { readonly secret: string; readonly close: () => void }) {
  const { t } = useTranslation();
  return (
    <ShownOnce
      title={t('webhooks.secretTitle')}
      hint={t('webhooks.secretHint')}
      label={t('webhooks.secret')}
      value={props.secret}
      close={props.close}
    />
  );
}
