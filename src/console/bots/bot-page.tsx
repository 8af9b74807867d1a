import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { BotBody, BotKind } from '../../contracts/bots/bot';
import { notify } from '../shared/notify';
import { useBrands } from '../shared/setup/requests';
import { Loaded } from '../shared/ui/loaded';
import { Page } from '../shared/ui/page';
import { BotForm } from './bot-form';
import { newValues, toChange, toNewBot, valuesOf } from './bot-values';
import { KindChoice } from './kind-choice';
import { PublicKey } from './public-key';
import { useBot, useChangeBot, useCreateBot } from './requests';
import { TryPanel } from './try-it/try-panel';

const NEW = 'new';

/** One bot: its form, and the place to try it; at `/setup/bots/new` the form for a new one. */
export function BotPage() {
  const { id = NEW } = useParams();
  const query = useBot(id === NEW ? undefined : id);
  if (id === NEW) return <NewBot />;
  return <Loaded query={query}>{(bot) => <ExistingBot key={bot.id} bot={bot} />}</Loaded>;
}

const useBack = () => {
  const { t } = useTranslation();
  return { to: '/setup/bots', label: t('setup.bots') };
};

function NewBot() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [kind, setKind] = useState<BotKind>('openai');
  const brands = useBrands();
  const create = useCreateBot();
  return (
    <Page title={t('bots.add')} hint={t('bots.addHint')} back={useBack()}>
      <KindChoice kind={kind} choose={setKind} />
      <Loaded query={brands}>
        {(all) => (
          <BotForm
            key={kind}
            kind={kind}
            brands={all}
            storedSecrets={[]}
            initialValues={newValues(kind, all.length === 1 ? all[0]?.id : undefined)}
            save={create}
            submit={(values, saved) =>
              create.mutate(toNewBot(kind, values), {
                onSuccess(bot) {
                  saved();
                  warn(bot, t('bots.unresolved'));
                  notify({ kind: 'success', title: t('bots.added') });
                  void navigate(`/setup/bots/${bot.id}`);
                },
              })
            }
          />
        )}
      </Loaded>
    </Page>
  );
}

function ExistingBot({ bot }: { readonly bot: BotBody }) {
  const { t } = useTranslation();
  const brands = useBrands();
  const change = useChangeBot(bot.id);
  const brand = brands.data?.find(({ id }) => id === bot.brandId)?.name;
  const facts = [t(`bots.kind_${bot.kind}`), brand].filter((one) => one !== undefined);
  return (
    <Page title={bot.name} hint={facts.join(' · ')} back={useBack()}>
      {change.data !== undefined && change.data.warnings.length > 0 && (
        <Alert type="warning" showIcon title={t('bots.unresolved')} />
      )}
      <BotForm
        kind={bot.kind}
        brands={{ chosenId: bot.brandId }}
        storedSecrets={bot.storedSecrets}
        initialValues={valuesOf(bot)}
        save={change}
        submit={(values, saved) =>
          change.mutate(toChange(bot.kind, values), {
            onSuccess() {
              saved();
              notify({ kind: 'success', title: t('forms.saved') });
            },
          })
        }
      />
      {bot.kind === 'salesiq' && <PublicKey bot={bot} />}
      <TryPanel bot={bot} />
    </Page>
  );
}

function warn(bot: BotBody, title: string): void {
  if (bot.warnings.length > 0) notify({ kind: 'warning', title });
}
