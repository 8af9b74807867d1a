import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import css from './content.module.css';

/** What WeChat sent of a kind that this version does not know: as it came, folded up. */
export function UnknownFields({ message }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  const fields: unknown = Reflect.get(message, 'fields');
  if (typeof fields !== 'object' || fields === null) return null;
  return (
    <details className={css.fields}>
      <summary>{t('content.asItCame')}</summary>
      {/* Long lines are scrolled by keys as well. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre tabIndex={0}>{JSON.stringify(fields, null, 2)}</pre>
    </details>
  );
}
