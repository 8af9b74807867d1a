import { useTranslation } from 'react-i18next';
import { isRejectionReason } from '../../domain/rejection';
import { TOKEN_SCOPES } from '../../domain/token-scopes';
import { useDuration } from '../shared/time/duration';
import { formatMoment } from '../shared/time/format';
import { useNames } from './use-names';

const FIELDS = [
  'name',
  'email',
  'role',
  'brandIds',
  'originalId',
  'appId',
  'appSecret',
  'token',
  'encodingAesKey',
  'encryption',
  'settings',
  'status',
  'ipAllowlistConfirmed',
  'greeting',
  'automatic',
  'shortcut',
  'text',
  'folder',
  'brandId',
  'operatorIds',
  'groupId',
  'capacity',
  'isShared',
  'steps',
  'url',
  'events',
  'channelIds',
  'format',
  'isEnabled',
  'description',
  'hours',
  'apiKey',
  'secret',
  'transcriptionApiKey',
  'keys',
] as const;

/** Of a period; `to` is also the new name of a tag. */
const isBound = (name: string): boolean => name === 'from' || name === 'to';
const isTime = (value: string): boolean => /^\d{4}-\d\d-\d\dT/.test(value);

/** The details of a record as one line of words: names instead of ids, times in the reader's time zone. */
export function useDetailText() {
  const { t, i18n } = useTranslation();
  const nameOf = useNames();
  const toWords = useDuration();
  const one = (name: string, value: unknown): string => {
    if ((name === 'closeMissedAfterSeconds' || name === 'returnAfterSeconds') && value === null)
      return t('audit.never');
    if (value === null || value === undefined) return '–';
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    if (typeof value === 'number') return name.endsWith('Seconds') ? toWords(value * 1_000) : String(value);
    if (typeof value !== 'string') return JSON.stringify(value);
    if (name === 'expiresAt' || (isBound(name) && isTime(value))) return formatMoment(value, i18n.language);
    if (name === 'reason' && isRejectionReason(value)) return t(`rejected.reason_${value}`);
    if (value === 'operator' || value === 'administrator') return t(`operators.role_${value}`);
    const scope = TOKEN_SCOPES.find((known) => known === value);
    if ((name === 'scope' || name === 'scopes') && scope !== undefined) return t(`tokens.scope_${scope}`);
    const field =
      name === 'fields' || name === 'removed' ? FIELDS.find((known) => known === value) : undefined;
    return field === undefined ? nameOf(value) : t(`audit.field_${field}`);
  };
  const words = (name: string, value: unknown): string =>
    Array.isArray(value) ? value.map((each) => one(name, each)).join(', ') || '–' : one(name, value);
  return { nameOf, words };
}
