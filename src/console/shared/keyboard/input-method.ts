/** The fields of a keydown event that show whether an input method has handled it. */
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

/** The `keyCode` of a key event that an input method has handled. */
const TAKEN = 229;

/**
 * Whether a key belongs to an input method: Enter that confirms a choice, Escape that cancels it, arrow keys that
 * move in it. Safari ends the composition before it sends that Enter, which then has only the code 229.
 */
export function isOfInputMethod({ isComposing, keyCode }: Pick<Key, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === TAKEN;
}

/** The names of keys that make or change text are one character long, or unknown. */
function isCommandKey({ key }: Pick<Key, 'key'>): boolean {
  return key.length > 1 && key !== 'Process' && key !== 'Unidentified' && key !== 'Dead';
}

/**
 * Hides the keys of input methods from every handler of the page, including those of antd and of forms. So confirming
 * a choice does nothing else, and no handler has to check for it. Call it once, before anything else listens.
 */
export function guardInputMethods(page: Page): void {
  const guard = (event: KeyPress): void => {
    if (!isOfInputMethod(event) || !isCommandKey(event)) return;
    event.stopImmediatePropagation();
    // Keeps the form from being submitted. The input method has already done its work.
    if (event.key === 'Enter') event.preventDefault();
  };
  page.addEventListener('keydown', guard, { capture: true });
}
