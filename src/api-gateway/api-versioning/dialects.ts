// The older major versions that are served beside the newest one.
import type { Dialect } from './dialect.ts';

/** None yet: v1 is the first. How one is declared and served is tested with a made-up v0. */
export const DIALECTS: readonly Dialect[] = [];
