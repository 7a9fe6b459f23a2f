// Says `SameSite`, unless the cookie is one that a client keeps for itself.
import { repairsWhere } from '../../analysis-engine/index.ts';

/** A jar of a client, a browser that is driven by a program. */
const OF_CLIENT = /\b(?:cj|\w*_?jar|jar|driver|browser|webdriver|session\.cookies|scraper)\b/i;

export const fix = repairsWhere(
  'cookie.same-site',
  ({ source, start, end }) =>
    !OF_CLIENT.test(source.slice(start, end).split('(')[0]) &&
    // A cookie that is taken away has nothing to protect.
    !/\b(?:expires|max_?age)["']?\s*[:=]\s*0\b/i.test(source.slice(start, end)) &&
    // What depends on the request is chosen.
    !/same_?site["']?\s*[:=][^,}\n]*(?:\?|\bif\b)/i.test(source.slice(start, end)),
);
