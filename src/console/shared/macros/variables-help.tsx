import { useTranslation } from 'react-i18next';
import { TEXT_VARIABLES, type TextVariable } from '../../../domain/messages/text-variables';
import css from './macros.module.css';

/** As it is typed: `{{contact.name}}`. */
export const placeholderOf = (variable: string): string => `{{${variable}}}`;

/** The key of a variable's meaning in the catalogue. */
export function meaningKey(variable: TextVariable) {
  return `macros.variable_${variable.replace('.', '_') as 'contact_name'}` as const;
}

/** Which variables a text may hold, and what each stands for. */
export function VariablesHelp() {
  const { t } = useTranslation();
  return (
    <details className={css.help}>
      <summary>{t('macros.variables')}</summary>
      <dl className={css.variables}>
        {TEXT_VARIABLES.map((variable) => (
          <div key={variable}>
            <dt>
              <code>{placeholderOf(variable)}</code>
            </dt>
            <dd>{t(meaningKey(variable))}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
