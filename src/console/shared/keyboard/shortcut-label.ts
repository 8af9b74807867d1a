import type { messages } from '../../i18n/en/messages';

/** What a shortcut does: a key of the catalogue's section `shortcuts`. */
export type ShortcutLabel = keyof (typeof messages)['shortcuts'];
