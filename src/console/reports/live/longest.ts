/** Those who wait longest, from the one who came first. */
export function longestWaiting<Item extends { readonly since: string }>(
  items: readonly Item[],
  most: number,
): readonly Item[] {
  return [...items].sort((one, other) => Date.parse(one.since) - Date.parse(other.since)).slice(0, most);
}
