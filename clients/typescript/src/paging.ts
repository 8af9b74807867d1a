type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

/**
 * The items of all pages of a list, one after the other; a page is loaded when its first item is asked for.
 * @example for await (const contact of each((page) => desk.get('/api/v1/contacts', { params: { query: { tag: 'VIP', ...page } } })))
 */
export async function* each<Item>(
  load: (page: { readonly cursor?: string }) => Promise<Page<Item>>,
): AsyncGenerator<Item, void> {
  let page = await load({});
  for (;;) {
    yield* page.items;
    if (page.nextCursor === null) return;
    page = await load({ cursor: page.nextCursor });
  }
}
