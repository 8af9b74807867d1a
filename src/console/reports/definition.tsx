import { Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureName } from './figure-words';
import css from './reports.module.css';

/** The `?` beside a figure: what exactly it counts, on hover, focus or tap. */
export function Definition({ of }: { readonly of: FigureName }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const label = t('reports.whatIs', { figure: t(`reports.figure_${of}`) });
  return (
    <Tooltip
      title={t(`reports.about_${of}`)}
      trigger={['hover', 'focus']}
      open={isOpen}
      onOpenChange={setOpen}
    >
      {/* A click opens it, and never closes it: the pointer or the focus that came with it has opened it before. */}
      <button type="button" className={css.definition} aria-label={label} onClick={() => setOpen(true)}>
        ?
      </button>
    </Tooltip>
  );
}
