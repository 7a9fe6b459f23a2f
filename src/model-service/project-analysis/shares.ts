// Which thread analyses which files of a project: files that lie together have neighbours in common, and a thread that has read
// those for one file has them for the next.

export interface Shares<Item> {
  /** the next one for a thread; of another's share when its own is done, and undefined when all are */
  next(lane: number): Item | undefined;
}

/** Cuts a list, in the order in which files lie together, into a share for each thread. */
export function createShares<Item>(items: readonly Item[], lanes: number): Shares<Item> {
  const left = Array.from({ length: lanes }, (_, lane) => ({
    from: Math.floor((items.length * lane) / lanes),
    to: Math.floor((items.length * (lane + 1)) / lanes),
  }));
  return {
    next(lane) {
      const own = left[lane % lanes];
      if (own !== undefined && own.from < own.to) return items[own.from++];
      const [largest] = left.toSorted((one, other) => other.to - other.from - (one.to - one.from));
      // From its end: what its own thread works on lies at the beginning.
      return largest !== undefined && largest.from < largest.to ? items[--largest.to] : undefined;
    },
  };
}
