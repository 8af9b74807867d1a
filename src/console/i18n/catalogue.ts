import type { laterMessages } from './en/later-messages';
import type { messages } from './en/messages';

/**
 * The shape of every catalogue: the sections and keys of the English one, but Chinese and Japanese have no singular.
 */
export type Catalogue = SameKeys<typeof messages>;

/** The same of the sections that are loaded later. */
export type LaterCatalogue = SameKeys<typeof laterMessages>;

/** The keys of `T`, with any texts. */
export type SameKeys<T> = {
  readonly [K in keyof T as K extends `${string}|one` ? never : K]: T[K] extends string
    ? string
    : SameKeys<T[K]>;
};
