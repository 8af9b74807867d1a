import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FigureName } from './figure-words';
import css from './reports.module.css';

/** The `?` beside a figure: what exactly it counts, on hover, focus or tap. */
export function Definition({ of }: { readonly of: FigureName }) {
  const { t } = useTranslation();
  const label = t('reports.whatIs', { figure: t(`reports.figure_${of}`) });
  return (
    <Tooltip title={t(`reports.about_${of}`)} trigger={['hover', 'focus', 'click']}>
      <button type="button" className={css.definition} aria-label={label}>
        ?
      </button>
    </Tooltip>
  );
}
