import type { Entry } from './describe-entry';
import type { Picture } from './picture';

/** An entry with its picture, if that is in the file. */
export type SavedEntry = Entry & { readonly picture: Extract<Picture, { type: 'inlined' }> | null };
