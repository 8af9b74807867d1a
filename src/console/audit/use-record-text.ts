import { useTranslation } from 'react-i18next';
import { actionKey, DETAILS } from './catalogue-keys';
import type { AuditRecord } from './use-audit';
import { useDetailText } from './use-detail-text';

type Detail = { readonly name: string; readonly text: string };

/** A record in words: for the page and for the export. */
export function useRecordText() {
  const { t } = useTranslation();
  const { nameOf, words } = useDetailText();
  /** Old and new value of the same thing stand in one detail. Those without words come first. */
  const detailsOf = ({ details }: AuditRecord): readonly Detail[] =>
    Object.keys(details)
      .filter((name) => !(isFormer(name) && plainName(name) in details))
      .sort((one, other) => rank(one) - rank(other))
      .map((name) => {
        const known = DETAILS.find((one) => one === name);
        const now = words(name, details[name]);
        const former = formerName(name);
        return {
          name: known === undefined ? name : t(`audit.detail_${known}`),
          text: former in details ? t('audit.change', { from: words(name, details[former]), to: now }) : now,
        };
      });
  return {
    detailsOf,
    actionOf: ({ action }: AuditRecord): string => t(actionKey(action)),
    whoOf: ({ operator, via }: AuditRecord): string =>
      operator === null
        ? t(via === 'system' ? 'audit.system' : 'audit.nobody')
        : (operator.name ?? operator.id),
    viaOf: ({ via }: AuditRecord): string => t(`audit.via_${via}`),
    /** Null if it was done to nothing. */
    targetOf: ({ target }: AuditRecord): Detail | null =>
      target === null ? null : { name: t(`audit.target_${target.type}`), text: nameOf(target.id) },
  };
}

const formerName = (name: string): string => `former${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const isFormer = (name: string): boolean => /^former[A-Z]/.test(name);
const plainName = (name: string): string => name.charAt(6).toLowerCase() + name.slice(7);

/** The order of the details. Those without words come first. */
function rank(name: string): number {
  return DETAILS.findIndex((known) => known === name);
}
