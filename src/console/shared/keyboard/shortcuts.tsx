/**
 * Keyboard shortcuts and the palette's commands. A component registers what it can do now. The keys are in key-table.ts.
 */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useStored } from '../ui/use-stored';
import { isOfInputMethod } from './input-method';
import { chordOf, isKeyOf, type ShortcutLabel } from './key-table';

type Registered = {
  readonly label: ShortcutLabel;
  /** Before what the page itself does with the key: it cannot wait. */
  readonly isUrgent: boolean;
  readonly run: () => void;
};

/** Something that the palette offers besides the shortcuts. */
export type Command = {
  readonly id: string;
  readonly group: 'page' | 'setting' | 'canned';
  readonly title: string;
  /** More words by which it is found; shown after the title. */
  readonly hint?: string;
  readonly run: () => void;
};

type Registry = {
  readonly add: (one: Registered) => () => void;
  readonly addCommands: (commands: readonly Command[]) => () => void;
};
type Known = {
  /** What each key does now. */
  readonly shortcuts: readonly Registered[];
  readonly commands: readonly Command[];
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
  readonly isPaletteOpen: boolean;
  readonly setPaletteOpen: (isOpen: boolean) => void;
};

const RegistryContext = createContext<Registry | null>(null);
const KnownContext = createContext<Known | null>(null);

/** Where a single key types text or operates a control, it is not a shortcut. */
const TAKES_KEYS =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';
const DIALOG = '[role="dialog"]';

let pausedUntil = 0;

/**
 * Ignores single keys for a while (0: no longer): while the composer moves to the next conversation, what somebody goes
 * on typing must do nothing to either of them.
 */
export function pauseShortcuts(ms: number): void {
  pausedUntil = Date.now() + ms;
}

function isMeant(event: KeyboardEvent, label: ShortcutLabel, areSinglesOn: boolean): boolean {
  if (!isKeyOf(event, label)) return false;
  const isInside = (selector: string): boolean =>
    event.target instanceof Element && event.target.closest(selector) !== null;
  if (chordOf(label).isWithCtrl === true) return !isInside(DIALOG);
  return areSinglesOn && Date.now() >= pausedUntil && !isInside(TAKES_KEYS);
}

/** Of several that have one key, the urgent one, or else the one that came last. */
function inForce(all: readonly Registered[]): readonly Registered[] {
  const byLabel = new Map<ShortcutLabel, Registered>();
  for (const one of all) {
    if (byLabel.get(one.label)?.isUrgent !== true || one.isUrgent) byLabel.set(one.label, one);
  }
  return [...byLabel.values()];
}

export function Shortcuts({ children }: { readonly children: ReactNode }) {
  const [shortcuts, setShortcuts] = useState<readonly Registered[]>([]);
  const [sources, setSources] = useState<readonly (readonly Command[])[]>([]);
  const [stored, setStored] = useStored('shortcuts');
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const isOn = stored !== 'off';
  const latest = useRef(shortcuts);
  latest.current = shortcuts;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isOfInputMethod(event)) return;
      const found = inForce(latest.current).find(({ label }) => isMeant(event, label, isOn));
      if (found === undefined) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isOn]);

  const [registry] = useState<Registry>(() => ({
    add(one) {
      setShortcuts((list) => [...list, one]);
      return () => setShortcuts((list) => list.filter((other) => other !== one));
    },
    addCommands(commands) {
      setSources((list) => [...list, commands]);
      return () => setSources((list) => list.filter((other) => other !== commands));
    },
  }));
  const known = useMemo<Known>(
    () => ({
      shortcuts: inForce(shortcuts),
      commands: sources.flat(),
      isOn,
      setOn: (next) => setStored(next ? null : 'off'),
      isPaletteOpen,
      setPaletteOpen,
    }),
    [shortcuts, sources, isOn, setStored, isPaletteOpen],
  );
  return (
    <RegistryContext value={registry}>
      <KnownContext value={known}>{children}</KnownContext>
    </RegistryContext>
  );
}

/** What works now, the switch for single keys (WCAG 2.1.4), and whether the palette is open. */
export function useKeyboard(): Known {
  const known = useContext(KnownContext);
  if (known === null) throw new Error('useKeyboard needs <Shortcuts> around it.');
  return known;
}

/**
 * Makes a key of the table call `run` while the component is mounted, and lists it in the palette. Pass undefined while
 * it does nothing. `isUrgent`: before anything else that has this key.
 */
export function useShortcut(
  label: ShortcutLabel,
  run: (() => void) | undefined,
  { isUrgent = false } = {},
): void {
  const add = useContext(RegistryContext)?.add;
  const latest = useRef(run);
  latest.current = run;
  const isActive = run !== undefined;
  useEffect(() => {
    if (!isActive) return;
    return add?.({ label, isUrgent, run: () => latest.current?.() });
  }, [add, label, isActive, isUrgent]);
}

/** Offers commands in the palette while the component is mounted. Pass the same array as long as nothing changes. */
export function useCommands(commands: readonly Command[]): void {
  const addCommands = useContext(RegistryContext)?.addCommands;
  useEffect(() => (commands.length === 0 ? undefined : addCommands?.(commands)), [addCommands, commands]);
}
