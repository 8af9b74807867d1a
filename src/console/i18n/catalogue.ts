import type { messages } from './en/messages';

/** The shape of every catalogue: the sections and keys of the English one. */
export type Catalogue = SameKeys<typeof messages>;

/** The keys of `T`, with any texts. */
export type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };
