import { ApiOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { ChannelBody } from '../../contracts/channels/channel';
import { useBrands, useChannels } from '../shared/setup/requests';
import { LoadedRows } from '../shared/ui/loaded';
import { Page, Row } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import { NewChannelDialog } from './connect/new-channel-dialog';
import { HealthTag } from './health-tag';
import { useHealth } from './requests';
import { useTimeText } from './use-time-text';

/** The connected accounts, each with its health. */
export function ChannelsPage() {
  const { t } = useTranslation();
  const channels = useChannels();
  const [search, setSearch] = useSearchParams();
  const [isAdding, setAdding] = useState(search.get('connect') === 'new');
  const close = (): void => {
    setAdding(false);
    setSearch({}, { replace: true });
  };
  const add = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
      {t('channels.connect')}
    </Button>
  );
  return (
    <Page title={t('setup.channels')} hint={t('channels.hint')} actions={add}>
      <LoadedRows
        query={channels}
        label={t('setup.channels')}
        empty={
          <Empty
            icon={<ApiOutlined aria-hidden />}
            title={t('channels.empty')}
            hint={t('channels.emptyHint')}
          />
        }
      >
        {(channel) => <ChannelRow key={channel.id} channel={channel} />}
      </LoadedRows>
      {isAdding && <NewChannelDialog close={close} />}
    </Page>
  );
}

function ChannelRow({ channel }: { readonly channel: ChannelBody }) {
  const { t } = useTranslation();
  const brands = useBrands();
  const health = useHealth(channel.id);
  const when = useTimeText();
  const isDraft = channel.status === 'draft';
  const brand = brands.data?.find(({ id }) => id === channel.brandId)?.name ?? '…';
  const last = health.data?.lastInboundAt;
  const parts = [
    brand,
    channel.kind === 'official_account' ? null : t(`channels.kind_${channel.kind}`),
    channel.appId,
    isDraft || last === undefined ? null : t('channels.lastInbound', { time: when(last) }),
  ];
  return (
    <Row
      name={<Link to={`/setup/channels/${channel.id}`}>{channel.name}</Link>}
      meta={parts.filter((part) => part !== null).join(' · ')}
    >
      {health.data !== undefined && <HealthTag health={health.data} />}
      {isDraft && (
        <Link to={`/setup/channels/${channel.id}/connect`}>
          {t('channels.resume')} <span className="visually-hidden">{channel.name}</span>
        </Link>
      )}
    </Row>
  );
}
