// A rule that cannot be run exactly is refused, with the place and the feature that is missing.
import { closest } from '../../closest-name.ts';

export class RuleRefusal extends Error {
  /** where in the rule: `patterns[1].pattern-either[0].pattern` */
  readonly place: string;
  /** a short name to count by: `mode: join`, `pattern syntax` */
  readonly feature: string;

  constructor(place: string, feature: string, detail: string) {
    super(`${place === '' ? 'the rule' : place}: ${detail}`);
    this.name = 'RuleRefusal';
    this.place = place;
    this.feature = feature;
  }
}

/** A key that the language has not, with the one that may have been meant. */
export function unknownKey(place: string, key: string, known: readonly string[]): RuleRefusal {
  const near = closest(key, known);
  const hint = near === null ? '' : `; did you mean ${near}?`;
  return new RuleRefusal(place, `key ${key}`, `the key ${key} is not supported${hint}`);
}
