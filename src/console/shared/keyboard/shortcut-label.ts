import type { messages } from '../../i18n/en/messages';

/** What a shortcut does: a key of the section `shortcuts` in the catalogue. */
export type ShortcutLabel = keyof (typeof messages)['shortcuts'];
