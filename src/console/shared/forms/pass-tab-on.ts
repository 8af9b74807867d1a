import type { KeyboardEvent } from 'react';

/**
 * For `onInputKeyDown` of a select with several values: Tab only leaves the field. antd would toggle the
 * highlighted option, so that an option that was just selected would be taken out again. With something typed, Tab still
 * selects what was found.
 */
export function passTabOn(event: KeyboardEvent): void {
  const { target } = event;
  if (event.key === 'Tab' && target instanceof HTMLInputElement && target.value === '')
    event.stopPropagation();
}
