import { CheckCircleOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useChannels } from '../shared/setup/requests';
import { Page, Rows } from '../shared/ui/page';
import { Empty, Failed, Loading } from '../shared/ui/states';
import css from './rejected-page.module.css';
import { RejectedRow } from './rejected-row';
import { useRejected } from './requests';

/** What WeChat delivered and the desk could not take, newest first; the filter is kept in the URL. */
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
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('rejected.byChannel')}
        placeholder={t('rejected.byChannel')}
        value={channelId ?? null}
        onChange={(id) => setSearch(typeof id === 'string' ? { channel: id } : {}, { replace: true })}
        options={(channels.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {rejected.isPending ? (
        <Loading />
      ) : rejected.data === undefined ? (
        <Failed error={rejected.error} retry={rejected.refetch} />
      ) : rejected.items.length === 0 ? (
        <Empty icon={<CheckCircleOutlined />} title={t('rejected.empty')} hint={t('rejected.emptyHint')} />
      ) : (
        <Rows label={t('setup.rejected')}>
          {rejected.items.map((delivery) => (
            <RejectedRow key={delivery.id} delivery={delivery} channelName={nameOf(delivery.channelId)} />
          ))}
        </Rows>
      )}
      {rejected.hasNextPage && (
        <Button loading={rejected.isFetchingNextPage} onClick={() => void rejected.fetchNextPage()}>
          {t('forms.more')}
        </Button>
      )}
    </Page>
  );
}
