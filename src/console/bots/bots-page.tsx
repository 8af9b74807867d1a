import { PlusOutlined, RobotOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { BotBody } from '../../contracts/bots/bot';
import { useBots, useBrands, useChannels } from '../shared/setup/requests';
import { LoadedRows } from '../shared/ui/loaded';
import { Page, Row } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import { useConfirm } from '../shared/ui/use-confirm';
import { useDeleteBot } from './requests';

/** The bots of all brands, each with where it answers. */
export function BotsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const bots = useBots();
  const add = (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      onClick={() => void navigate('/setup/bots/new')}
    >
      {t('bots.add')}
    </Button>
  );
  return (
    <Page title={t('setup.bots')} hint={t('bots.hint')} actions={add}>
      <LoadedRows
        query={bots}
        label={t('setup.bots')}
        empty={
          <Empty icon={<RobotOutlined aria-hidden />} title={t('bots.empty')} hint={t('bots.emptyHint')} />
        }
      >
        {(bot) => <BotRow key={bot.id} bot={bot} />}
      </LoadedRows>
    </Page>
  );
}

function BotRow({ bot }: { readonly bot: BotBody }) {
  const { t, i18n } = useTranslation();
  const confirm = useConfirm();
  const remove = useDeleteBot();
  const brands = useBrands();
  const channels = useChannels();
  const { id, name, kind, aiLabel } = bot;
  const brand = brands.data?.find((one) => one.id === bot.brandId)?.name;
  const used =
    channels.data?.filter(({ settings }) => settings.bot.botId === id).map((one) => one.name) ?? [];
  const toList = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const facts = [
    t(`bots.kind_${kind}`),
    brand,
    bot.model,
    used.length === 0 ? t('bots.unused') : t('bots.usedBy', { channels: toList.format(used) }),
  ];
  const askToDelete = (): void =>
    confirm({
      title: t('bots.deleteTitle', { name }),
      text: t('bots.deleteHint'),
      okText: t('bots.delete'),
      isDanger: true,
      run: () => remove.mutateAsync(id).catch(() => undefined),
    });
  return (
    <Row
      name={<Link to={`/setup/bots/${id}`}>{name}</Link>}
      meta={facts.filter((one) => one !== undefined).join(' · ')}
    >
      {aiLabel && <Tag>{t('bots.aiLabelShort')}</Tag>}
      <Button danger onClick={askToDelete}>
        {t('bots.delete')} <span className="visually-hidden">{name}</span>
      </Button>
    </Row>
  );
}
