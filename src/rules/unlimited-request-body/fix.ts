// Refuses bodies that are too large, in a handler that can say so to its client.
import { codeAround, type Fix } from '../../analysis-engine/index.ts';

const HANDLER = /\(\s*(\w+)\s+http\.ResponseWriter\s*,\s*(\w+)\s+\*http\.Request\s*\)\s*$/;

export const fix: Fix = (context) => {
  const { source, start, end, repairs } = context;
  const call = /^(?:io|ioutil)\.ReadAll\((\w+)\.Body\)$/.exec(source.slice(start, end));
  const { head, code } = codeAround(context);
  const handler = HANDLER.exec(head);
  // Who hands the request on must not decide how large it may be.
  if (
    call === null ||
    handler === null ||
    handler[1] === '_' ||
    call[1] !== handler[2] ||
    /\.Body\s*=|ServeHTTP\(/.test(code)
  )
    return [];
  const written = repairs.write(`#{net/http}.MaxBytesReader(${handler[1]}, ${call[1]}.Body, 1<<20)`, context);
  if (written === null) return [];
  const from = start + call[0].indexOf('(') + 1;
  return [
    {
      description: 'Refuse requests of more than 1 MiB with an error.',
      edits: [{ start: from, end: end - 1, text: written.text }, ...written.edits],
    },
  ];
};
