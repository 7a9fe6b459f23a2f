// What each loop holds that may end it, or is worth going on for.
import {
  around,
  type Expression,
  type Program,
  type Sighting,
  type Step,
  sightingsOf,
} from '../../analysis-engine/index.ts';

export interface WaysOut {
  /** loops that a `break`, `return`, `throw` or `yield` leaves, or a call that by its name does not come back */
  readonly left: ReadonlySet<Step>;
  /** loops that call something or wait for it */
  readonly busy: ReadonlySet<Step>;
}

const ENDS =
  /^_*(exit\w*|abort\w*|fatal\w*|panic\w*|fail\w*|die|halt|quit|raise\w*|throw\w*|goexit|execv\w*|terminate)$/i;

export function waysOutOf(program: Program): WaysOut {
  const left = new Set<Step>();
  const busy = new Set<Step>();
  for (const kind of ['return', 'throw', 'yield'] as const) {
    for (const sighting of sightingsOf(program, kind)) markAll(sighting, left);
  }
  for (const sighting of sightingsOf(program, 'call')) {
    markAll(sighting, busy);
    if (ENDS.test(nameOf(sighting.item.callee))) markAll(sighting, left);
  }
  for (const sighting of sightingsOf(program, 'await')) markAll(sighting, busy);
  // After all others: a plain `break` says nothing of the loops around its own.
  const broken = [...sightingsOf(program, 'break'), ...sightingsOf(program, 'continue')];
  for (const sighting of broken) if (sighting.item.label !== null) markAll(sighting, left);
  for (const sighting of sightingsOf(program, 'break')) {
    const nearest = sighting.item.label === null ? around(sighting, 'loop', 'switch') : null;
    if (nearest?.item.kind === 'loop') left.add(nearest.item);
  }
  return { left, busy };
}

/** All loops around, up to one that was marked with all around it before. */
function markAll(from: Sighting, marked: Set<Step>): void {
  for (let loop = around(from, 'loop'); loop !== null; loop = around(loop, 'loop')) {
    const step = loop.item as Step;
    if (marked.has(step)) return;
    marked.add(step);
  }
}

function nameOf(callee: Expression): string {
  if (callee.kind === 'member') return callee.key;
  return callee.kind === 'global' || callee.kind === 'import' ? (callee.name ?? '') : '';
}
