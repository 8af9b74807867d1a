import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../contracts/channels/channel';
import { FormProblem } from '../shared/forms/form-problem';
import { notify } from '../shared/notify';
import { Panel } from '../shared/ui/page';
import { useConfirm } from '../shared/ui/use-confirm';
import css from './channel-page.module.css';
import { DeleteDialog } from './delete-dialog';
import { useChangeChannel } from './requests';

/** Disabling, enabling and deleting a channel. */
export function DangerPanel({ channel }: { readonly channel: ChannelBody }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const change = useChangeChannel(channel.id);
  const [isDeleting, setDeleting] = useState(false);
  const { name, status } = channel;
  const setStatus = (next: 'live' | 'disabled'): void =>
    change.mutate(
      { status: next },
      {
        onSuccess: () =>
          notify({
            kind: 'success',
            title: t(next === 'live' ? 'channels.enabled' : 'channels.disabled', { name }),
          }),
      },
    );
  const askToDisable = (): void =>
    confirm({
      title: t('channels.disableTitle', { name }),
      text: t('channels.disableHint'),
      okText: t('channels.disable'),
      isDanger: true,
      run: () => setStatus('disabled'),
    });
  return (
    <Panel title={t('channels.danger')} hint={t('channels.dangerHint')}>
      <FormProblem problem={change.error} />
      <div className={css.buttons}>
        {status === 'live' && (
          <Button danger onClick={askToDisable} loading={change.isPending}>
            {t('channels.disable')}
          </Button>
        )}
        {status === 'disabled' && (
          <Button onClick={() => setStatus('live')} loading={change.isPending}>
            {t('channels.enable')}
          </Button>
        )}
        <Button danger type="primary" onClick={() => setDeleting(true)}>
          {t('channels.delete')}
        </Button>
      </div>
      {isDeleting && <DeleteDialog channel={channel} close={() => setDeleting(false)} />}
    </Panel>
  );
}
