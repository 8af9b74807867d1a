import { useTranslation } from 'react-i18next';
import type { StepResultBody } from '../../../contracts/conversations/macro';
import type { MacroStep } from '../../../domain/macros';
import css from './macros.module.css';

/** The steps of a macro in order, with what became of each if it has been run. */
export function StepList(props: {
  readonly steps: readonly MacroStep[];
  readonly results?: readonly StepResultBody[];
}) {
  const { t } = useTranslation();
  return (
    <ol className={css.steps}>
      {props.steps.map((step, index) => {
        const status = props.results?.[index]?.status;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no ids, and are not moved here
          <li key={index}>
            <span className={css.step}>{t(`macros.step_${step.type}`)}</span>
            {status !== undefined && (
              <span className={css.status} data-status={status}>
                {t(`macros.status_${status}`)}
              </span>
            )}
            {'text' in step && <span className={css.text}>{step.text}</span>}
          </li>
        );
      })}
    </ol>
  );
}
