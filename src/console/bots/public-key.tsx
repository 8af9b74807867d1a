import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BotBody } from '../../contracts/bots/bot';
import { CopyButton } from '../shared/ui/copy-button';
import { Panel } from '../shared/ui/page';
import { useConfirm } from '../shared/ui/use-confirm';
import css from './bots.module.css';
import { useMakeKeys } from './requests';

/** The public half of the key pair with which a `salesiq` bot's requests are signed. */
export function PublicKey({ bot }: { readonly bot: BotBody }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const make = useMakeKeys(bot.id);
  const publicKey = make.data?.publicKey ?? bot.publicKey ?? null;
  const makeKeys = (): void => {
    if (publicKey === null) return make.mutate();
    confirm({
      title: t('bots.newKeysTitle'),
      text: t('bots.newKeysHint'),
      okText: t('bots.newKeys'),
      isDanger: true,
      run: () => make.mutate(),
    });
  };
  return (
    <Panel title={t('bots.publicKey')} hint={t('bots.publicKeyHint')}>
      {publicKey === null ? (
        <Alert type="warning" showIcon className={css.note ?? ''} title={t('bots.noKeys')} />
      ) : (
        <pre className={css.key}>{publicKey}</pre>
      )}
      <div className={css.buttons}>
        {publicKey !== null && <CopyButton text={publicKey} label={t('bots.publicKey')} />}
        <Button loading={make.isPending} onClick={makeKeys}>
          {t(publicKey === null ? 'bots.makeKeys' : 'bots.newKeys')}
        </Button>
      </div>
    </Panel>
  );
}
