// Medians and percentiles: on a shared machine the mean says more about the neighbours than about us.

/** The value below which the share `q` (0..1) of the samples lies. Samples need not be sorted. */
export function percentile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** The same in milliseconds of processor time: on a machine that others use, the clock says nothing. */
export function cpuTimeEach(rounds: number, run: () => void): number[] {
  return Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
}

/** Runs `work` `times` times and returns the milliseconds that each took. */
export function timeEach(times: number, work: (run: number) => void): number[] {
  return Array.from({ length: times }, (_, run) => {
    const started = performance.now();
    work(run);
    return performance.now() - started;
  });
}

/** Columns padded for a terminal; the first to the left, numbers to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ');
  console.log(line(head));
  for (const row of rows) console.log(line(row));
}
