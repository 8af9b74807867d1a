import { useTranslation } from 'react-i18next';
import { isApiError } from '../shared/api/api-error';

const ADDRESS_FAULTS = ['malformed', 'has_credentials', 'odd_form', 'private_name', 'not_public'] as const;

type Fault = { readonly path: string; readonly message: string };

/** What the API found wrong in a bot, in the reader's language. Takes the error of the request. */
export function useBotFaults(error: Error | null): {
  /** Beside a field; undefined: other words say it. */
  readonly ofField: (fault: Fault) => string | undefined;
  /** What is wrong with a rule as a whole. */
  readonly ofRule: (index: number) => readonly string[];
} {
  const { t } = useTranslation();
  const problem = isApiError(error) ? error.problem : null;
  const addressFault = ADDRESS_FAULTS.find((one) => one === problem?.['reason']);

  const ofField = ({ path, message }: Fault): string | undefined => {
    if (/(?:^|\.)(?:baseUrl|url)$/.test(path) && !path.startsWith('rules.')) {
      return t(`bots.fault_${addressFault ?? 'malformed'}`);
    }
    if (path.endsWith('apiKey')) {
      return t(message.startsWith('must be given anew') ? 'bots.keyAnew' : 'bots.keyFault');
    }
    if (path === 'secret') return t('bots.secretFault');
    if (/^rules\.\d+\.id$/.test(path)) return t('rules.mistakeId');
    if (/^rules\.\d+\.when\.keywords\.\d+\.text$/.test(path)) return t('rules.mistakeKeyword');
    if (/^rules\.\d+\.reply\.\d+\.items\.\d+\.id$/.test(path)) return t('rules.mistakeChoice');
    if (/^rules\.\d+\.groupId$/.test(path)) return t('rules.mistakeGroup');
    return undefined;
  };
  const ofRule = (index: number): readonly string[] =>
    (problem?.errors ?? []).flatMap(({ path, message }) => {
      if (path === `rules.${index}`) {
        const [, rule] = /because the rule (.+) always answers before it$/.exec(message) ?? [];
        return [rule === undefined ? message : t('rules.mistakeShadow', { rule })];
      }
      if (path === `rules.${index}.when`) return [t('rules.mistakeWhen')];
      if (path === `rules.${index}.reply`) return [t('rules.mistakeReply')];
      // Two choices of a menu that lead to the same rule belong to no single field.
      return new RegExp(`^rules\\.${index}\\.reply\\.\\d+\\.items$`).test(path)
        ? [t('rules.mistakeItems')]
        : [];
    });
  return { ofField, ofRule };
}
