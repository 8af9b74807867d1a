/** Lists in pages, sorted by id (ids rise with time); the cursor is the id of the last row seen. */

export type PageRequest = { readonly limit: number; readonly after?: string | undefined };

export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

/** Makes a page of the rows of a query that asked for one row more than `limit`. */
export function toPage<Item extends { readonly id: string }>(
  rows: readonly Item[],
  limit: number,
): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
