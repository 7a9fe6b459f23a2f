// Takes away what others may write, where no comment says that the system does so by itself.
import { type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

export const fix = repairsWhere(
  'creation-mode',
  ({ source, end, path }: FixContext) =>
    // Windows does not look at it.
    !/umask/i.test(source.slice(end).split('\n', 1)[0]) && !/windows/i.test(path),
);
