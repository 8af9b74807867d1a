const AT_ONCE = 50;

type Page = { readonly after: string; readonly limit: number };

/** All items of a list that is read by id, page by page: one page is in memory at most. */
export async function* allOf<Item extends string | { readonly id: string }>(
  read: (page: Page) => Promise<readonly Item[]>,
): AsyncGenerator<Item> {
  for (let after = ''; ; ) {
    const items = await read({ after, limit: AT_ONCE });
    yield* items;
    const last = items.at(-1);
    if (last === undefined || items.length < AT_ONCE) return;
    after = typeof last === 'string' ? last : last.id;
  }
}

/** Rows without internal notes, unless those are wanted. */
export async function* withNotesIf<Row extends { readonly direction: string }>(
  isWanted: boolean,
  rows: AsyncIterable<Row>,
): AsyncGenerator<Row> {
  for await (const row of rows) if (isWanted || row.direction !== 'note') yield row;
}
