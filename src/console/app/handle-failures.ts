import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import type { FailureHandlers } from '../shared/api/query-client';
import { describeError } from '../shared/describe-error';
import { notify } from '../shared/notify';
import { requirePasswordChange, requireTwoFactor } from '../shared/session/session';

/** Handles failures that no component shows. */
export function handleFailures(client: QueryClient): FailureHandlers {
  return {
    show(error) {
      const detail = describeError(error, i18next.t, i18next.language);
      // Many requests may fail for the same reason: show one notice.
      notify({ kind: 'error', title: i18next.t('common.requestFailed'), detail, key: detail });
    },
    mustChangePassword: () => requirePasswordChange(client),
    mustSetUpTwoFactor: () => requireTwoFactor(client),
  };
}
