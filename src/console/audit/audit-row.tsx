import { useTranslation } from 'react-i18next';
import { formatFull } from '../shared/time/format';
import { Row } from '../shared/ui/page';
import css from './audit-page.module.css';
import type { AuditRecord } from './use-audit';
import { useRecordText } from './use-record-text';

/** One record: what was done, to what, by whom, from where, and its details by name. */
export function AuditRow({ record }: { readonly record: AuditRecord }) {
  const { i18n } = useTranslation();
  const text = useRecordText();
  const target = text.targetOf(record);
  const details = [...(target === null ? [] : [target]), ...text.detailsOf(record)];
  const parts = [text.whoOf(record), text.viaOf(record), record.address];
  return (
    <Row
      name={text.actionOf(record)}
      meta={
        <>
          {parts.filter((part) => part !== null && part !== '').join(' · ')}
          {details.length > 0 && (
            <dl className={css.details}>
              {details.map(({ name, text: words }) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          )}
        </>
      }
    >
      <time className={css.time} dateTime={record.at}>
        {formatFull(record.at, i18n.language)}
      </time>
    </Row>
  );
}
