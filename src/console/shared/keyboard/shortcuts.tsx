/** Keyboard shortcuts. A component registers its own, and the `?` dialog lists those that work now. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useStored } from '../ui/use-stored';
import { isOfInputMethod } from './input-method';
import type { ShortcutLabel } from './shortcut-label';

export type Shortcut = {
  /** As in `KeyboardEvent.key`: `j`, `?`, `Escape`. */
  readonly key: string;
  readonly label: ShortcutLabel;
};
type Registered = Shortcut & { readonly run: () => void };
type Registry = {
  readonly add: (one: Registered) => () => void;
  readonly list: readonly Shortcut[];
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
};

const RegistryContext = createContext<Registry | null>(null);

/** Where a single key types text or operates a control, it is not a shortcut. */
const TAKES_KEYS =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';

export function Shortcuts({ children }: { readonly children: ReactNode }) {
  const [registered, setRegistered] = useState<readonly Registered[]>([]);
  const [stored, setStored] = useStored('shortcuts');
  const isOn = stored !== 'off';
  const latest = useRef(registered);
  latest.current = registered;

  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isOfInputMethod(event)) return;
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS) !== null) return;
      const found = latest.current.findLast(({ key }) => key === event.key);
      if (found === undefined) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isOn]);

  const add = useRef((one: Registered) => {
    setRegistered((list) => [...list, one]);
    return () => setRegistered((list) => list.filter((other) => other !== one));
  }).current;
  const registry = useMemo<Registry>(
    () => ({ add, list: registered, isOn, setOn: (next) => setStored(next ? null : 'off') }),
    [add, registered, isOn, setStored],
  );
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/** For the dialog: the shortcuts that work now, and the switch for them (WCAG 2.1.4). */
export function useShortcuts(): Pick<Registry, 'list' | 'isOn' | 'setOn'> {
  const registry = useContext(RegistryContext);
  if (registry === null) throw new Error('useShortcuts needs <Shortcuts> around it.');
  return registry;
}

/** Makes a single key call `run` while the component is mounted. Pass undefined while the shortcut does nothing. */
export function useShortcut(key: string, label: ShortcutLabel, run: (() => void) | undefined): void {
  const add = useContext(RegistryContext)?.add;
  const latest = useRef(run);
  latest.current = run;
  const isActive = run !== undefined;
  useEffect(() => {
    if (!isActive) return;
    return add?.({ key, label, run: () => latest.current?.() });
  }, [add, key, label, isActive]);
}
