import type { Page, PageQuery } from './use-page-list';

const PAGE_SIZE = 100;

/** All items of a list of the API, page after page: for lists that stay short, such as brands and operators. */
export async function loadAll<Item>(
  load: (page: PageQuery) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Page<Item> = await load({ limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}
