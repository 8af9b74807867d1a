import { Steps } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { ChannelBody, ChannelSetupBody } from '../../../contracts/channels/channel';
import { Page } from '../../shared/ui/page';
import { Failed, Loading } from '../../shared/ui/states';
import { useChannel, useChannelSetup } from '../requests';
import { AccountStep } from './account-step';
import { AllowlistStep } from './allowlist-step';
import css from './connect-page.module.css';
import type { TypedSecrets } from './typed-secrets';
import { WebhookStep } from './webhook-step';

/** The wizard: three steps to connect an Official Account. It can be left and continued at any step. */
export function ConnectPage() {
  const { id = '' } = useParams();
  const channel = useChannel(id);
  const setup = useChannelSetup(id);
  const error = channel.error ?? setup.error;
  if (channel.data !== undefined && setup.data !== undefined) {
    return <Wizard key={id} channel={channel.data} setup={setup.data} />;
  }
  const retry = (): void => {
    void channel.refetch();
    void setup.refetch();
  };
  return error === null ? <Loading /> : <Failed error={error} retry={retry} />;
}

function Wizard({ channel, setup }: { readonly channel: ChannelBody; readonly setup: ChannelSetupBody }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [typed, setTyped] = useState<TypedSecrets>({});
  const undone = setup.steps.findIndex(({ done }) => !done);
  const asked = Number(search.get('step')) - 1;
  const current =
    asked >= 0 && asked < setup.steps.length ? asked : undone === -1 ? setup.steps.length - 1 : undone;
  const stage = useRef<HTMLDivElement>(null);
  const go = (step: number): void => {
    setSearch({ step: String(step + 1) });
    // Keyboard users continue at the start of the new step.
    stage.current?.focus();
  };
  return (
    <Page
      title={t('wizard.title', { name: channel.name })}
      hint={t('wizard.hint')}
      back={{ to: '/setup/channels', label: t('setup.channels') }}
    >
      <Steps
        className={css.steps ?? ''}
        size="small"
        current={current}
        onChange={go}
        responsive
        items={setup.steps.map(({ name, done }, at) => ({
          title: t(`wizard.step_${name}`),
          status: at === current ? 'process' : done ? 'finish' : 'wait',
        }))}
      />
      <div ref={stage} tabIndex={-1} className={css.stage}>
        {current === 0 && <AllowlistStep channel={channel} setup={setup} next={() => go(1)} />}
        {current === 1 && (
          <AccountStep
            channel={channel}
            saved={(values) => {
              setTyped((before) => ({ ...before, ...values }));
              go(2);
            }}
          />
        )}
        {current === 2 && <WebhookStep channel={channel} typed={typed} back={() => go(1)} />}
      </div>
    </Page>
  );
}
