import { CheckCircleOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { BY_LABEL } from '../shared/forms/find-option';
import { useChannels } from '../shared/setup/requests';
import { LoadedRows, MoreButton } from '../shared/ui/loaded';
import { Page } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import css from './rejected-page.module.css';
import { RejectedRow } from './rejected-row';
import { useRejected } from './requests';

/** Deliveries from WeChat that could not be accepted, newest first. The filter is kept in the address. */
export function RejectedPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const channelId = search.get('channel') ?? undefined;
  const channels = useChannels();
  const rejected = useRejected(channelId);
  const nameOf = (id: string): string =>
    channels.data?.find((channel) => channel.id === id)?.name ?? t('rejected.deletedChannel');
  return (
    <Page title={t('setup.rejected')} hint={t('rejected.hint')}>
      <Select
        allowClear
        className={css.filter ?? ''}
        showSearch={BY_LABEL}
        aria-label={t('rejected.byChannel')}
        placeholder={t('rejected.byChannel')}
        value={channelId ?? null}
        onChange={(id) => setSearch(typeof id === 'string' ? { channel: id } : {}, { replace: true })}
        options={(channels.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <LoadedRows
        query={{ ...rejected, data: rejected.data && rejected.items }}
        label={t('setup.rejected')}
        empty={
          <Empty
            icon={<CheckCircleOutlined aria-hidden />}
            title={t('rejected.empty')}
            hint={t('rejected.emptyHint')}
          />
        }
      >
        {(delivery) => (
          <RejectedRow key={delivery.id} delivery={delivery} channelName={nameOf(delivery.channelId)} />
        )}
      </LoadedRows>
      <MoreButton query={rejected} />
    </Page>
  );
}
