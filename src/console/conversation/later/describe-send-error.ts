import type { TFunction } from 'i18next';
import { isApiError } from '../../shared/api/api-error';
import { describeError, factsOf } from '../../shared/describe-error';

/** A message that was not accepted. `isLater`: it was to be sent at a later time. */
export type SendFailure = { readonly error: Error; readonly isLater: boolean };

/** Why a message was not accepted, in the reader's language; of a scheduled one, what is wrong with its time. */
export function describeSendError({ error, isLater }: SendFailure, t: TFunction, language: string): string {
  if (!isLater || !isApiError(error)) return describeError(error, t, language);
  if (error.problem?.errors?.some(({ path }) => path === 'sendAt')) return t('later.past');
  if (error.code === 'window_closed') return t('later.afterWindow', factsOf(error, language));
  if (error.code === 'too_many_held') return t('later.tooMany', factsOf(error, language));
  return describeError(error, t, language);
}
