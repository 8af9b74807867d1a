import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useOutlet, useParams } from 'react-router';
import type { ChannelBody } from '../../contracts/channels/channel';
import { notify } from '../shared/notify';
import { useBrands } from '../shared/setup/requests';
import { Page, Panel } from '../shared/ui/page';
import { PageTabs } from '../shared/ui/page-tabs';
import { Failed, Loading } from '../shared/ui/states';
import { CheckPanel } from './check-panel';
import { AccountForm } from './connect/account-form';
import { DangerPanel } from './danger-panel';
import { HealthPanel } from './health-panel';
import { HealthTag } from './health-tag';
import { QrCodesPanel } from './qr-codes/qr-codes-panel';
import { useChannel, useCheck, useHealth } from './requests';
import { SettingsForm } from './settings-form';

const TABS = ['health', 'settings', 'hours', 'details', 'qr-codes'] as const;
type Tab = (typeof TABS)[number];
const TAB_WORDS = {
  health: 'health',
  settings: 'settings',
  hours: 'hours',
  details: 'details',
  'qr-codes': 'qrCodes',
} as const;

/** Without those of what the channel does not have. */
function tabsOf({ features }: ChannelBody): readonly Tab[] {
  return TABS.filter((tab) => tab !== 'qr-codes' || features.qrCodes);
}

/**
 * One connected channel: its health, settings, account details and QR codes, or the part that is a route below it. A draft
 * continues in the wizard.
 */
export function ChannelPage() {
  const { id = '', tab = 'health' } = useParams();
  const channel = useChannel(id);
  const outlet = useOutlet(channel.data);
  if (channel.data === undefined) {
    return channel.error === null ? <Loading /> : <Failed error={channel.error} retry={channel.refetch} />;
  }
  if (channel.data.status === 'draft' && tab !== 'details')
    return <Navigate to={`/setup/channels/${id}/connect`} replace />;
  const known = tabsOf(channel.data).find((one) => one === tab);
  if (known === undefined) return <Navigate to={`/setup/channels/${id}`} replace />;
  return <Channel key={id} channel={channel.data} tab={outlet === null ? known : 'hours'} outlet={outlet} />;
}

function Channel({
  channel,
  tab,
  outlet,
}: {
  readonly channel: ChannelBody;
  readonly tab: Tab;
  readonly outlet: ReactNode;
}) {
  const { t } = useTranslation();
  const brands = useBrands();
  const health = useHealth(channel.id);
  const check = useCheck(channel.id);
  const brand = brands.data?.find(({ id }) => id === channel.brandId)?.name;
  return (
    <Page
      title={channel.name}
      hint={[brand, channel.appId].filter((part) => part !== undefined && part !== null).join(' · ')}
      back={{ to: '/setup/channels', label: t('setup.channels') }}
      actions={health.data !== undefined && <HealthTag health={health.data} />}
    >
      <PageTabs
        label={channel.name}
        tabs={tabsOf(channel).map((one) => ({
          to: `/setup/channels/${channel.id}${one === 'health' ? '' : `/${one}`}`,
          words: t(`channels.tab_${TAB_WORDS[one]}`),
        }))}
      />
      {tab === 'health' && (
        <>
          <HealthPanel channelId={channel.id} query={health} />
          <CheckPanel check={check} />
        </>
      )}
      {outlet}
      {tab === 'settings' && <SettingsForm channel={channel} />}
      {tab === 'details' && (
        <>
          <Panel title={t('wizard.step_account_details')} hint={t('wizard.accountHint')}>
            <AccountForm
              channel={channel}
              okText={t('forms.save')}
              saved={() => notify({ kind: 'success', title: t('forms.saved') })}
            />
          </Panel>
          <DangerPanel channel={channel} />
        </>
      )}
      {tab === 'qr-codes' && <QrCodesPanel channel={channel} />}
    </Page>
  );
}
