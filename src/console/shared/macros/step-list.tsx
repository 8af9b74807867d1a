import { useTranslation } from 'react-i18next';
import type { StepResultBody } from '../../../contracts/conversations/macro';
import type { MacroStep } from '../../../domain/macros';
import { fillText, type TextValues } from '../../../domain/messages/text-variables';
import { Tags } from '../labels/labels';
import { useDurationWords } from '../time/duration-words';
import css from './macros.module.css';

/** The steps of a macro in order, with what became of each if it has been run. */
export function StepList(props: {
  readonly steps: readonly MacroStep[];
  readonly results?: readonly StepResultBody[];
  /** Fills the variables of the texts; null: they stay as they are. */
  readonly values: TextValues | null;
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
            <span className={css.text}>
              <StepDetail step={step} values={props.values} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** What a step will do, beyond its kind. */
function StepDetail({ step, values }: { readonly step: MacroStep; readonly values: TextValues | null }) {
  const { t } = useTranslation();
  const durationWords = useDurationWords();
  if ('text' in step) return values === null ? step.text : fillText(step.text, values).text;
  switch (step.type) {
    case 'tag':
      return <Tags tags={[...step.tags]} />;
    case 'priority':
      return t(`inbox.priority_${step.priority}`);
    case 'snooze':
      return step.forSeconds === undefined
        ? t('conversation.snooze_reply')
        : t('macros.snoozeForTime', { time: durationWords(step.forSeconds) });
    default:
      return null;
  }
}
