// The texts of scans that a process works on at the same time: so many bytes together, and the rest waits.

export interface MemoryBudget {
  /** Waits until there is room for so many bytes, the first to ask first. What is larger than all has it alone. Returns what gives it back. */
  take(bytes: number, signal: AbortSignal): Promise<() => void>;
}

export function createMemoryBudget(total: number): MemoryBudget {
  const waiting: { readonly bytes: number; readonly begin: () => void }[] = [];
  let free = total;
  const admit = () => {
    for (let first = waiting[0]; first !== undefined && first.bytes <= free; first = waiting[0]) {
      waiting.shift();
      free -= first.bytes;
      first.begin();
    }
  };
  return {
    async take(wanted, signal) {
      const bytes = Math.min(wanted, total);
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const stop = () => {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(signal.reason);
          admit();
        };
        const begin = () => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        const entry = { bytes, begin };
        signal.addEventListener('abort', stop, { once: true });
        waiting.push(entry);
        admit();
      });
      let isHeld = true;
      return () => {
        if (isHeld) free += bytes;
        isHeld = false;
        admit();
      };
    },
  };
}
