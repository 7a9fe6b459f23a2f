// Unpacks no more than fits, where it is only printed: a file must not be cut off without an error.
import { repairsWhere } from '../../analysis-engine/index.ts';

export const fix = repairsWhere('decompression', ({ source, start, end }) =>
  /os\.Std(?:out|err)/.test(source.slice(start, end)),
);
