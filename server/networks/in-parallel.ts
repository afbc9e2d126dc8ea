// Runs one act for each item, at most so many at a time, and keeps the order of the results.
export const inParallel = async <Item, Result>(
  items: Item[],
  atOnce: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results = new Array<Result>(items.length)
  const queue = items.entries()
  const work = async () => {
    for (const [index, item] of queue) results[index] = await act(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
  return results
}
