import { BulbOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import css from './suggested-reply.module.css';
import type { Suggestion } from './use-draft-sync';

/** A reply that a bot, a tool or a colleague suggests to whoever attends, with who it was. */
export function SuggestedReply(props: {
  readonly suggestion: Suggestion;
  readonly use: () => void;
  readonly dismiss: () => void;
}) {
  const { t } = useTranslation();
  const { text, by } = props.suggestion;
  return (
    <section className={css.suggestion} aria-label={t('composer.suggestion')} aria-live="polite">
      <div className={css.by}>
        <BulbOutlined aria-hidden />{' '}
        {by.tool === null
          ? t('composer.suggestedBy', { name: by.name })
          : t('composer.suggestedByTool', { tool: by.tool, name: by.name })}
      </div>
      {/* Can be scrolled with the keyboard, too. */}
      <p className={css.text} tabIndex={0}>
        {text}
      </p>
      <div className={css.buttons}>
        <Button size="small" type="primary" ghost onClick={props.use}>
          {t('composer.useSuggestion')}
        </Button>
        <Button size="small" onClick={props.dismiss}>
          {t('composer.dismissSuggestion')}
        </Button>
      </div>
    </section>
  );
}
