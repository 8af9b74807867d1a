import { useTranslation } from 'react-i18next';
import type { AbilityBody } from '../../contracts/conversations/conversation';
import type { RefusalCode } from '../../domain/refusals';
import { describeFacts } from '../shared/describe-error';

/** Why the API does not allow something now, in words; null if it does. */
export function useRefusal(ability: AbilityBody): string | null {
  const { t, i18n } = useTranslation();
  if (ability.allowed) return null;
  if (ability.reason !== undefined) return t(`reopenObstacles.${ability.reason}`);
  // In the contract the code is open; the list of the rules is closed.
  const code = ability.code as RefusalCode;
  return t(`problems.${code}`, describeFacts(ability, i18n.language));
}
