import { RobotOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../shared/api/client';
import { useBots, useChannels, useSetupMutation } from '../shared/setup/requests';
import css from './frame.module.css';

const NO_BOT = '';

/** Which bot answers new conversations of the demo's account. Those that come with the demo need no key. */
export function BotChoice({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation();
  const channel = useChannels().data?.find(({ id }) => id === channelId);
  const bots = useBots().data?.filter(({ brandId }) => brandId === channel?.brandId) ?? [];
  const choose = useSetupMutation(
    (botId: string | null) =>
      api('patch', '/api/v1/channels/{id}', {
        params: { id: channelId },
        body: { settings: { bot: { botId } } },
      }),
    'notice',
  );
  if (channel === undefined || bots.length === 0) return null;
  return (
    <div className={css.who}>
      <Select
        size="small"
        className={css.select ?? ''}
        prefix={<RobotOutlined aria-hidden />}
        aria-label={t('phone.bot')}
        title={t('phone.bot')}
        loading={choose.isPending}
        value={channel.settings.bot.botId ?? NO_BOT}
        onChange={(botId) => choose.mutate(botId === NO_BOT ? null : botId)}
        options={[
          { value: NO_BOT, label: t('phone.noBot') },
          ...bots.map(({ id, name }) => ({ value: id, label: t('phone.useBot', { name }) })),
        ]}
      />
    </div>
  );
}
