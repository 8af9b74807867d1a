import { useSyncExternalStore } from 'react';
import { useStored } from '../shared/ui/use-stored';

export const APPEARANCES = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof APPEARANCES)[number];

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

/** Light or dark: the choice stored in this browser, or else the system's setting, which may change at any time. */
export function useAppearance() {
  const [stored, setStored] = useStored('appearance');
  const isSystemDark = useSyncExternalStore(
    (listener) => {
      systemDark.addEventListener('change', listener);
      return () => systemDark.removeEventListener('change', listener);
    },
    () => systemDark.matches,
  );
  const appearance: Appearance = stored === 'light' || stored === 'dark' ? stored : 'system';
  const choose = (next: Appearance): void => setStored(next === 'system' ? null : next);
  return { appearance, isDark: appearance === 'system' ? isSystemDark : appearance === 'dark', choose };
}
