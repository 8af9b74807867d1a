import type { TFunction } from 'i18next';
import { REOPEN_OBSTACLES } from '../../domain/refusals';
import { type ApiError, isApiError } from './api/api-error';
import { formatMoment } from './time/format';
import { describeMeaning } from './wechat-meaning';

/** Problems of one code that the API tells apart by `reason`. */
const CONFLICTS = [
  'password_wrong',
  'password_unchanged',
  'password_guessed',
  'password_sign_in_off',
  'code_wrong',
  'no_password',
  'two_factor_on',
  'two_factor_off',
  'provider_away',
  'provider_denied',
  'provider_invalid',
  'sign_in_expired',
  'email_unverified',
  'domain_not_allowed',
  'no_account',
  'linked_to_other',
  'disabled',
  'email_taken',
  'name_taken',
  'last_administrator',
  'has_password',
  'scene_taken',
  'not_live',
  'no_qr_codes',
  'no_remark',
  'no_such_greeting',
  'permanent',
  'too_many',
  'has_account',
  'macro_running',
  'reply_not_sent',
  'acceptance_unknown',
  'unconfirmed',
] as const;

/**
 * What went wrong and what to do, in the reader's language. The API's own sentence (in English) is added only if it
 * says more than the code.
 */
export function describeError(error: unknown, t: TFunction, language: string): string {
  if (!isApiError(error)) return t('problems.internal');
  const reason = CONFLICTS.find((one) => one === error.problem?.['reason']);
  if (reason !== undefined) return t(`conflicts.${reason}`);
  const obstacle = REOPEN_OBSTACLES.find((one) => one === error.problem?.['reason']);
  if (error.code === 'not_reopenable' && obstacle !== undefined) return t(`reopenObstacles.${obstacle}`);
  const meaning = describeMeaning(error.problem?.['meaning'], t);
  if (meaning !== undefined) {
    return `${meaning} ${t('conversation.wechatCode', { wechatCode: factsOf(error, language).wechatCode })}`;
  }
  const sentence = t(`problems.${error.code}`, factsOf(error, language));
  const detail =
    error.code === 'invalid_request' || error.code === 'conflict' ? error.problem?.detail : undefined;
  return detail === undefined ? sentence : `${sentence} ${detail}`;
}

/** The facts that the text for a code may contain. */
export type Facts = {
  readonly since: string;
  readonly limit: string;
  readonly name: string;
  readonly wechatCode: string;
};

/** The facts of an error, formatted for the texts of the catalogue. */
export function factsOf({ problem }: ApiError, language: string): Facts {
  return describeFacts(problem ?? {}, language);
}

/** The same for an ability that is refused, whose facts have the same names (docs/rules.md#29). */
export function describeFacts(facts: Readonly<Record<string, unknown>>, language: string): Facts {
  const { since, limit, operator, wechatCode } = facts;
  const name = typeof operator === 'object' && operator !== null && 'name' in operator ? operator.name : '';
  return {
    since: typeof since === 'string' ? formatMoment(since, language) : '–',
    limit: typeof limit === 'number' ? String(limit) : '–',
    name: typeof name === 'string' && name !== '' ? name : '–',
    wechatCode: typeof wechatCode === 'number' ? String(wechatCode) : '–',
  };
}
