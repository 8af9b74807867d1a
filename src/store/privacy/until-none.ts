/** Repeats what removes a batch and returns its size, until nothing is left; returns how many there were in all. */
export async function untilNone(removeBatch: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let removed = await removeBatch(); removed > 0; removed = await removeBatch()) total += removed;
  return total;
}
