import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { UseMutationResult } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChannelCheckBody } from '../../contracts/channels/channel-health';
import { FormProblem } from '../shared/forms/form-problem';
import { Panel } from '../shared/ui/page';
import css from './connect/connect-page.module.css';

type Check = ChannelCheckBody['checks'][number];

/** What WeChat says about the account: each check in words, and what to do. */
export function CheckPanel({ check }: { readonly check: UseMutationResult<ChannelCheckBody, Error, void> }) {
  const { t } = useTranslation();
  const { data, error, isPending, mutate } = check;
  return (
    <Panel title={t('check.title')} hint={t('check.hint')}>
      <div className={css.stack} aria-live="polite">
        <FormProblem problem={error} />
        {data !== undefined && (
          <>
            <Alert
              type={data.ok ? 'success' : 'warning'}
              showIcon
              title={t(data.ok ? 'check.allFine' : 'check.notAll')}
            />
            <ul className={css.checks} aria-label={t('check.title')}>
              {data.checks.map((one) => (
                <CheckRow key={one.name} check={one} />
              ))}
            </ul>
          </>
        )}
        <div>
          <Button loading={isPending} onClick={() => mutate(undefined)}>
            {t(data === undefined ? 'check.run' : 'check.again')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function CheckRow({ check: { name, ok, detail, address } }: { readonly check: Check }) {
  const { t } = useTranslation();
  const words = ok
    ? t(`check.fine_${name}`)
    : name === 'ip_allowlist' && address !== undefined
      ? t('check.allowlistAddress', { address })
      : t(`check.wrong_${name}`);
  return (
    <li className={css.check} data-ok={ok}>
      {ok ? (
        <CheckCircleFilled aria-label={t('check.fine')} />
      ) : (
        <CloseCircleFilled aria-label={t('check.wrong')} />
      )}
      <div>
        <p>{words}</p>
        {/* The API's own sentence has WeChat's code, and is more precise than the text above. */}
        {!ok && name !== 'webhook' && address === undefined && (
          <p className={css.note} lang="en">
            {detail}
          </p>
        )}
      </div>
    </li>
  );
}
