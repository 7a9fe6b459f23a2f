// Says that it failed, in the log that the module has.
import { codeAround, type Fix } from '../../analysis-engine/index.ts';

const LOGGER = /^(\w*log(?:ger)?)\s*=\s*logging\.getLogger\(/im;

export const fix: Fix = (context) => {
  const { source, start, end, language } = context;
  if (language !== 'python') return [];
  const text = source.slice(start, end);
  const last = /\bpass\s*$/.exec(text);
  const logger = LOGGER.exec(source)?.[1];
  // While the interpreter ends, errors are expected.
  if (
    last === null ||
    logger === undefined ||
    /(?:^|[/_])log(?:s|ger|ging|_handlers?|_?utils?)?(?:\/|\.py$)/i.test(context.path) ||
    /^__del__$|^emit$|log|handle_?error/i.test(codeAround(context).functionName)
  )
    return [];
  return [
    {
      description: 'Write the error to the log of the module, so that it can be found.',
      edits: [
        {
          start: start + last.index,
          end: start + last.index + 4,
          text: `${logger}.debug("Ignored an error", exc_info=True)`,
        },
      ],
    },
  ];
};
