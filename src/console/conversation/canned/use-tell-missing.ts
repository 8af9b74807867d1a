import { useTranslation } from 'react-i18next';
import type { TextVariable } from '../../../domain/messages/text-variables';
import { meaningKey } from '../../shared/macros/variables-help';
import { notify } from '../../shared/notify';

/** Warns that variables of a text have no value here, so that the writer looks at it before it is sent. */
export function useTellMissing(): (missing: readonly TextVariable[]) => void {
  const { t } = useTranslation();
  return (missing) => {
    if (missing.length === 0) return;
    const names = missing.map((variable) => t(meaningKey(variable))).join(', ');
    notify({ kind: 'warning', key: 'missing-variables', title: t('macros.missing', { names }) });
  };
}
