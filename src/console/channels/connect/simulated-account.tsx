import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { FormProblem } from '../../shared/forms/form-problem';
import { useSetupMutation } from '../../shared/setup/requests';
import css from './connect-page.module.css';

type Props = { readonly channelId: string; readonly connected: () => void };

/** In the demo: one button makes an account at the simulated WeChat and connects it. */
export function SimulatedAccount({ channelId, connected }: Props) {
  const { t } = useTranslation();
  const connect = useSetupMutation<void, unknown>(() =>
    api('post', '/api/v1/demo/channels/{id}/account', { params: { id: channelId } }),
  );
  return (
    <div>
      <FormProblem problem={connect.error} />
      <Alert
        type="info"
        showIcon
        title={
          <div className={css.stack}>
            <p>{t('wizard.simulatedHint')}</p>
            <p>{t('wizard.realHint')}</p>
            <div>
              <Button
                loading={connect.isPending}
                onClick={() => connect.mutate(undefined, { onSuccess: connected })}
              >
                {t('wizard.simulated')}
              </Button>
            </div>
          </div>
        }
      />
    </div>
  );
}
