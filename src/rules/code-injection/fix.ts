// Reads a literal, where what is evaluated is what somebody sent and not a formula that the program puts together.
import { type Fix, sightingsOf, startOf } from '../../analysis-engine/index.ts';

const PROGRAM = /cond|expr|code|script|formula|lambda|func|rule|filter|statement/i;

export const fix: Fix = (context) => {
  const { source, start, end, trace, program } = context;
  if (PROGRAM.test(source.slice(start, end).replace(/^\w+\(/, ''))) return [];
  const isJoined = trace.some(({ event }) => event === 'joined') || isJoinedBefore();
  return isJoined ? [] : context.repairs.at('evaluation', context);

  function isJoinedBefore(): boolean {
    const name = /\(\s*(\w+)\s*\)$/.exec(source.slice(start, end))?.[1];
    return sightingsOf(program, 'assign').some(
      ({ item }) =>
        item.target.kind === 'variable' &&
        item.target.variable.name === name &&
        startOf(program.tree, item.node) < start &&
        /^(?:operation|text)$|\.join\(/.test(
          item.value.kind === 'call'
            ? source.slice(startOf(program.tree, item.value.node), start).split('\n')[0]
            : item.value.kind,
        ),
    );
  }
};
