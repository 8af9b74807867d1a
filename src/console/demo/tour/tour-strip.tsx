import { CloseOutlined, CompassOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChosenContact } from '../use-contact';
import { STEPS } from './steps';
import css from './tour.module.css';
import { useTour } from './use-tour';

type Props = {
  readonly chosen: ChosenContact;
  readonly lookAt: (side: 'console' | 'phone' | null) => void;
};

/** The tour, above console and phone. */
export function TourStrip({ chosen, lookAt }: Props) {
  const { t } = useTranslation();
  const { state, isReady, doIt, start, end, connect } = useTour(chosen, lookAt);
  const startButton = (label: 'start' | 'restart') => (
    <Button
      type={label === 'start' ? 'primary' : 'default'}
      loading={start.isPending}
      onClick={() => start.mutate()}
    >
      {t(`tour.${label}`)}
    </Button>
  );
  if (state === 'skipped') {
    return (
      <section className={css.closed} aria-label={t('tour.label')}>
        <Button
          type="text"
          size="small"
          icon={<CompassOutlined aria-hidden />}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          {t('tour.take')}
        </Button>
      </section>
    );
  }
  const at = STEPS.findIndex((step) => step === state);
  return (
    <section className={css.strip} aria-label={t('tour.label')}>
      <div className={css.words} aria-live="polite">
        <p className={css.title}>
          {at >= 0 && <span className={css.number}>{t('tour.place', { at: at + 1, of: STEPS.length })}</span>}
          <span>{t(`tour.title_${state}`)}</span>
        </p>
        <p className={css.text}>{t(`tour.text_${state}`)}</p>
      </div>
      <div className={css.buttons}>
        {state === 'offered' && startButton('start')}
        {at >= 0 && (
          <>
            <Button type="primary" disabled={!isReady} loading={doIt.isPending} onClick={() => doIt.mutate()}>
              {t('tour.doIt')}
            </Button>
            {startButton('restart')}
          </>
        )}
        {state === 'done' && (
          <>
            <Button type="primary" loading={end.isPending} onClick={connect}>
              {t('tour.connect')}
            </Button>
            {startButton('restart')}
          </>
        )}
        <Button
          type="text"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('tour.skip')}
          onClick={() => end.mutate()}
        />
      </div>
      <div className={css.progress} aria-hidden>
        {STEPS.map((step, number) => (
          <span key={step} data-done={state === 'done' || number < at} data-now={number === at} />
        ))}
      </div>
    </section>
  );
}
