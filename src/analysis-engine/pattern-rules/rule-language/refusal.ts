// A rule that cannot be run exactly is refused, with the place and the feature that is missing.

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
