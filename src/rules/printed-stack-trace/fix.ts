// Hands the error to the log that the class has.
import { rewritten } from '../../analysis-engine/index.ts';

const LOGGER = /\b(?:Logger|Log)\s+(\w+)\s*=\s*(?:\w+\.)*(?:LoggerFactory|LogManager|LogFactory)\./;

export const fix = rewritten(
  'Hand the error to the log of the class.',
  (text, { source, language }) => {
    const logger = LOGGER.exec(source)?.[1];
    const error = /^(\w+)\.printStackTrace\(\)$/.exec(text)?.[1];
    return language !== 'java' || logger === undefined || error === undefined
      ? null
      : `${logger}.error("Unexpected error", ${error})`;
  },
  ['printStackTrace'],
);
