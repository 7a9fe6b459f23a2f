// Looks at the elements.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Look at the elements.',
  (text) => {
    const [, array, method, argument] = /^([\w.]+)\.(equals|hashCode|toString)\(([\w.]*)\)$/.exec(text) ?? [];
    if (array === undefined) return null;
    return `#{java.util.Arrays}.${method}(${argument === '' ? array : `${array}, ${argument}`})`;
  },
  ['equals', 'hashCode', 'toString'],
);
