import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import css from './content.module.css';

/** The original content of a type that this version does not know, collapsed. */
export function UnknownFields({ message }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  const fields: unknown = Reflect.get(message, 'fields');
  if (typeof fields !== 'object' || fields === null) return null;
  return (
    <details className={css.fields}>
      <summary>{t('content.asItCame')}</summary>
      {/* Focusable, so that keys can scroll long lines. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre tabIndex={0}>{JSON.stringify(fields, null, 2)}</pre>
    </details>
  );
}
