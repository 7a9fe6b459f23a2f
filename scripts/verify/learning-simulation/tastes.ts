// What simulated teams go by: the probability that a team would accept a defect, by its kind, place and word.
import { logistic } from '../../../src/model-service/ranking/calibration.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { KINDS, PLACES, WORDS } from './defects.ts';

export type Opinion = (defect: { readonly kind: number; readonly place: number; readonly word: number }) => number;
export type Taste = (random: SeededRandom) => Opinion;

/** Around zero, at most 1.5 times `scale` from it. */
const bell = (random: SeededRandom, scale: number) => (random.next() + random.next() + random.next() - 1.5) * scale;
const effects = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const bells = (random: SeededRandom, count: number, scale: number) => effects(count, () => bell(random, scale));
/** Most are small and a few are large. */
const longTailed = (random: SeededRandom, count: number) =>
  effects(count, () => {
    const side = random.next() - 0.5;
    return -Math.sign(side) * Math.log(1 - 2 * Math.abs(side) + 1e-9);
  });

/** The taste of simulate.mjs: rule, place and word, and one rule in one place that is judged otherwise; `lean` makes more, or fewer, true. */
const leaning =
  (lean: number): Taste =>
  (random) => {
    const kinds = bells(random, KINDS.length, 2.4);
    const places = bells(random, PLACES.length, 2.4);
    const words = bells(random, WORDS.length, 1.2);
    const odd = { kind: random.below(KINDS.length), place: random.below(PLACES.length) };
    const quirk = random.next() < 0.5 ? -4 : 4;
    return ({ kind, place, word }) => {
      const sum = (kinds[kind] ?? 0) + (places[place] ?? 0) + (words[word] ?? 0);
      return logistic(0.3 + lean + sum + (kind === odd.kind && place === odd.place ? quirk : 0));
    };
  };

type Part = 'kind' | 'place' | 'word';
const SIZES = { kind: KINDS.length, place: PLACES.length, word: WORDS.length };

/** One reason alone. */
const byOne =
  (part: Part, scale: number): Taste =>
  (random) => {
    const own = bells(random, SIZES[part], scale);
    return (defect) => logistic(0.2 + (own[defect[part]] ?? 0));
  };

/** Each combination has an effect of its own, beside `alone` of the first. */
const byPair =
  (first: Part, second: Part, alone: number): Taste =>
  (random) => {
    const single = bells(random, SIZES[first], alone);
    const both = Array.from({ length: SIZES[first] }, () => bells(random, SIZES[second], 3));
    return (defect) => logistic(0.2 + (single[defect[first]] ?? 0) + (both[defect[first]]?.[defect[second]] ?? 0));
  };

export const TASTES: Readonly<Record<string, Taste>> = {
  plain: leaning(0),
  strict: leaning(-1.5),
  lenient: leaning(1.5),
  'few rules': (random) => {
    const kinds = effects(KINDS.length, () => (random.next() < 0.3 ? -5 : 3));
    return ({ kind }) => logistic(kinds[kind] ?? 0);
  },
  rules: byOne('kind', 4),
  places: byOne('place', 4),
  words: byOne('word', 4),
  'rule and word': byPair('kind', 'word', 2),
  'rule and place': byPair('kind', 'place', 0),
  'place plus word': (random) => {
    const places = bells(random, PLACES.length, 3);
    const words = bells(random, WORDS.length, 3);
    return ({ place, word }) => logistic((places[place] ?? 0) + (words[word] ?? 0));
  },
  'few strong reasons': (random) => {
    const kinds = longTailed(random, KINDS.length);
    const places = longTailed(random, PLACES.length);
    const words = longTailed(random, WORDS.length);
    return ({ kind, place, word }) => logistic(0.3 + (kinds[kind] ?? 0) + (places[place] ?? 0) + (words[word] ?? 0));
  },
};
