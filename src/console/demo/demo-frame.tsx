import { Segmented } from 'antd';
import { type CSSProperties, type ReactNode, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { PHONE_PX } from '../shared/demo';
import { useSignedInMe } from '../shared/session/session';
import { Empty } from '../shared/ui/states';
import css from './frame.module.css';
import { isWritingOnPhone } from './phone/input/phone-input';
import { PhoneSide } from './phone-side';
import { useLivePhone } from './requests';
import { TourStrip } from './tour/tour-strip';
import { TroubleBanner } from './trouble';
import { useContact, useFollowing } from './use-contact';

export type Side = 'console' | 'phone';

/** The demo: the console beside a phone. If there is no room for both, one at a time. */
export function DemoFrame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const me = useSignedInMe();
  if (me.demo !== true || me.role !== 'administrator') {
    return (
      <main className={css.nowhere}>
        <Empty title={t('phone.noDemo')} hint={t('phone.noDemoHint')}>
          <a href="/inbox">{t('common.toInbox')}</a>
        </Empty>
      </main>
    );
  }
  return <SideBySide>{children}</SideBySide>;
}

/** The same width as in frame.module.css. */
const narrow = window.matchMedia('(max-width: 1023px)');

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener);
      return () => narrow.removeEventListener('change', listener);
    },
    () => narrow.matches,
  );
}

const PHONE_WIDTH = { '--phone-width': `${PHONE_PX}px` } as CSSProperties;

function SideBySide({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  useLivePhone();
  const chosen = useContact();
  useFollowing(chosen, isWritingOnPhone);
  const [side, setSide] = useState<Side>('console');
  const [target, setTarget] = useState<Side | null>(null);
  const isAlone = useIsNarrow() && side === 'phone';
  const lookAt = (wished: Side | null): void => {
    setTarget(wished);
    if (wished !== null) setSide(wished);
  };
  return (
    <div className={css.frame} data-side={side} data-target={target} style={PHONE_WIDTH}>
      <TourStrip chosen={chosen} lookAt={lookAt} />
      <TroubleBanner />
      <nav className={css.tabs} aria-label={t('phone.sides')}>
        <Segmented<Side>
          block
          value={side}
          onChange={setSide}
          aria-label={t('phone.sides')}
          options={[
            { value: 'console', label: t('phone.console') },
            { value: 'phone', label: t('phone.phone') },
          ]}
        />
      </nav>
      <div className={css.sides}>
        <div className={css.console}>{children}</div>
        {/* On its own it is the main part of the page and has its heading. */}
        <div className={css.side} role={isAlone ? 'main' : 'complementary'} aria-label={t('phone.phone')}>
          {isAlone && <h1 className="visually-hidden">{t('phone.phone')}</h1>}
          <PhoneSide chosen={chosen} lookAtConsole={() => setSide('console')} />
        </div>
      </div>
    </div>
  );
}
