// Lets the filter of the library refuse what leads out of the folder, where the file does not know of filters already.
import { type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

const KNOWN = /data_filter|tar_filter|\bfilter\s*=\s*["']|extraction_filter|set_attrs/;

export const fix = repairsWhere('extraction', ({ source }: FixContext) => !KNOWN.test(source));
