// A bar on the terminal for work that takes a while. It writes to standard error, so reports stay clean.

export interface ProgressBar {
  update(done: number, total: number): void;
  /** removes the bar */
  clear(): void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const QUIET_MS = 400;
const REDRAW_MS = 80;
const BAR_WIDTH = 30;

interface BarOptions {
  /** what is counted */
  readonly unit?: string;
  readonly now?: () => number;
}

/** Draws nothing when `terminal` is none, and nothing before the work has taken a moment. */
export function createProgressBar(
  terminal: Terminal,
  { unit = 'files', now = () => performance.now() }: BarOptions = {},
): ProgressBar {
  const started = now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let visible = false;
  return {
    update(done, total) {
      const at = now();
      if (terminal.isTTY !== true || total < 2 || at - started < QUIET_MS || at - drawnAt < REDRAW_MS) return;
      drawnAt = at;
      visible = true;
      const filled = Math.floor((done / Math.max(1, total)) * BAR_WIDTH);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
      const remaining = ((at - started) / Math.max(1, done)) * (total - done);
      const text = `${bar} ${done}/${total} ${unit}, ${Math.ceil(remaining / 1000)} s left`;
      terminal.write(`\r\x1b[2K${text.slice(0, (terminal.columns ?? 80) - 1)}`);
    },
    clear() {
      if (visible) terminal.write('\r\x1b[2K');
      visible = false;
    },
  };
}
