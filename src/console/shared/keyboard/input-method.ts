/** The part of a keydown event that tells whether an input method has taken it. */
type Key = { readonly key: string; readonly isComposing: boolean; readonly keyCode: number };
type KeyPress = Key & {
  readonly stopImmediatePropagation: () => void;
  readonly preventDefault: () => void;
};
type Page = {
  readonly addEventListener: (
    name: 'keydown',
    listener: (event: KeyPress) => void,
    options: { readonly capture: true },
  ) => void;
};

/** The `keyCode` of a key event while an input method has taken the key. */
const TAKEN = 229;

/**
 * Whether a key belongs to an input method: Enter that confirms a choice, Escape that cancels it, arrows that move in
 * it. Safari ends the composition before it tells of that Enter, which then has nothing but the code 229.
 */
export function isOfInputMethod({ isComposing, keyCode }: Pick<Key, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === TAKEN;
}

/** Keys that make or change text have names of one character, or none that is known. */
function isCommand({ key }: Pick<Key, 'key'>): boolean {
  return key.length > 1 && key !== 'Process' && key !== 'Unidentified' && key !== 'Dead';
}

/**
 * Keeps such keys from every handler of the page, its kit's fields and its forms included: a choice that is confirmed
 * does nothing else, and no handler has to think of it. Call it once, before anything else listens.
 */
export function guardInputMethods(page: Page): void {
  const guard = (event: KeyPress): void => {
    if (!isOfInputMethod(event) || !isCommand(event)) return;
    event.stopImmediatePropagation();
    // So that no form is submitted by it. The input method has done its own work already.
    if (event.key === 'Enter') event.preventDefault();
  };
  page.addEventListener('keydown', guard, { capture: true });
}
