import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { auditRecordSchema } from '../../contracts/people/audit';
import { formatFull } from '../shared/time/format';
import { Row } from '../shared/ui/page';
import css from './audit-page.module.css';
import { actionKey, DETAILS } from './catalogue-keys';
import { useDetailText } from './use-detail-text';

/** One record: what was done, to what, by whom, from where, and its details by name. */
export function AuditRow({ record }: { readonly record: z.output<typeof auditRecordSchema> }) {
  const { t, i18n } = useTranslation();
  const { nameOf, words } = useDetailText();
  const { action, operator, target, via, address, at } = record;
  const who =
    operator === null
      ? t(via === 'system' ? 'audit.system' : 'audit.nobody')
      : (operator.name ?? operator.id);
  const details = Object.entries(record.details).sort(([one], [other]) => orderOf(one) - orderOf(other));
  return (
    <Row
      name={t(actionKey(action))}
      meta={
        <>
          {[who, t(`audit.via_${via}`), address].filter((part) => part !== null && part !== '').join(' · ')}
          {(target !== null || details.length > 0) && (
            <dl className={css.details}>
              {target !== null && (
                <>
                  <dt>{t(`audit.target_${target.type}`)}</dt>
                  <dd>{nameOf(target.id)}</dd>
                </>
              )}
              {details.map(([name, value]) => {
                const known = DETAILS.find((one) => one === name);
                return (
                  <div key={name} style={{ display: 'contents' }}>
                    <dt>{known === undefined ? name : t(`audit.detail_${known}`)}</dt>
                    <dd>{words(name, value)}</dd>
                  </div>
                );
              })}
            </dl>
          )}
        </>
      }
    >
      <time className={css.time} dateTime={at}>
        {formatFull(at, i18n.language)}
      </time>
    </Row>
  );
}

/** The order of the details. Those without words come first. */
function orderOf(name: string): number {
  return DETAILS.findIndex((known) => known === name);
}
