/** The states that a component with data has besides its content: loading, empty, failed, refused. */
import { Button, Result, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode, isApiError } from '../api/api-error';
import { describeError } from '../describe-error';
import { CopyButton } from './copy-button';
import css from './states.module.css';

export function Loading({ label }: { readonly label?: string }) {
  const { t } = useTranslation();
  return (
    <div className={css.state} role="status" aria-label={label ?? t('common.loading')}>
      <Spin />
    </div>
  );
}

/** Nothing to show: why, and what to do about it. */
export function Empty(props: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={css.state}>
      {props.icon !== undefined && (
        <div className={css.icon} aria-hidden>
          {props.icon}
        </div>
      )}
      <p className={css.title}>{props.title}</p>
      {props.hint !== undefined && <p className={css.hint}>{props.hint}</p>}
      {props.children}
    </div>
  );
}

/**
 * Shows why something could not be loaded, with a button to try again. What the reader may not see is worded
 * differently.
 */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => unknown }) {
  const { t, i18n } = useTranslation();
  const isRefused = hasCode(error, 'forbidden', 'not_found');
  const requestId = isApiError(error) ? error.problem?.requestId : undefined;
  return (
    <div className={css.state} role="alert">
      <Result
        status={isRefused ? 'warning' : 'error'}
        title={isRefused ? t('common.refused') : t('common.failed')}
        subTitle={describeError(error, t, i18n.language)}
        extra={
          <>
            {retry !== undefined && (
              <Button type="primary" onClick={() => void retry()}>
                {t('common.tryAgain')}
              </Button>
            )}
            {requestId !== undefined && !isRefused && (
              <p className={css.hint}>
                {t('common.requestId', { requestId })} <CopyButton text={requestId} label={requestId} />
              </p>
            )}
          </>
        }
      />
    </div>
  );
}
