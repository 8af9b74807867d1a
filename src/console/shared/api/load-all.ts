import type { Page } from './use-page-list';

/** All items of a list of the API that is short by its nature (brands, operators of a desk), page after page. */
export async function loadAll<Item>(
  load: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Page<Item> = await load({ limit: 100, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}
