import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../shared/api/client';
import { formatMoment } from '../shared/time/format';
import { Dialog } from '../shared/ui/dialog';
import { Loaded } from '../shared/ui/loaded';
import { Panel } from '../shared/ui/page';
import { RecoveryCodes } from '../shared/ui/recovery-codes';
import css from './account-page.module.css';
import { ProofDialog } from './proof-dialog';
import type { useTwoFactor } from './use-two-factor';

type Open = 'off' | 'codes' | { readonly codes: readonly string[] };

/** The reader's second factor: its state, and what can be done with it. */
export function TwoFactorPanel({ state }: { readonly state: ReturnType<typeof useTwoFactor> }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Panel title={t('signIn.twoFactor')} hint={t('signIn.twoFactorHint')}>
      <Loaded query={state}>
        {({ isOn, since, recoveryCodesLeft }) =>
          isOn && since !== null ? (
            <>
              <p className={css.state}>
                {t('signIn.isOn', { since: formatMoment(since, i18n.language) })} ·{' '}
                {t('signIn.codesLeft', { count: recoveryCodesLeft })}
              </p>
              <div className={css.actions}>
                <Button onClick={() => setOpen('codes')}>{t('signIn.newCodes')}</Button>
                <Button danger onClick={() => setOpen('off')}>
                  {t('signIn.turnOff')}
                </Button>
              </div>
            </>
          ) : (
            <Button onClick={() => void navigate('/two-factor', { state: { from: '/account' } })}>
              {t('signIn.setUp')}
            </Button>
          )
        }
      </Loaded>
      {open === 'off' && (
        <ProofDialog
          title={t('signIn.turnOffTitle')}
          okText={t('signIn.turnOff')}
          notice={t('signIn.turnedOff')}
          call={(body) => api('post', '/api/v1/me/two-factor/off', { body })}
          close={close}
        />
      )}
      {open === 'codes' && (
        <ProofDialog
          title={t('signIn.newCodes')}
          hint={t('signIn.newCodesHint')}
          okText={t('signIn.newCodes')}
          call={(body) => api('post', '/api/v1/me/two-factor/recovery-codes', { body })}
          onSaved={({ recoveryCodes }) => setOpen({ codes: recoveryCodes })}
          close={close}
        />
      )}
      {open !== null && typeof open === 'object' && (
        <Dialog
          title={t('signIn.codesTitle')}
          mask={{ closable: false }}
          keyboard={false}
          okText={t('signIn.codesKept')}
          onOk={close}
          onCancel={close}
          cancelButtonProps={{ style: { display: 'none' } }}
        >
          <p className={css.state}>{t('signIn.codesHint')}</p>
          <RecoveryCodes codes={open.codes} />
        </Dialog>
      )}
    </Panel>
  );
}
