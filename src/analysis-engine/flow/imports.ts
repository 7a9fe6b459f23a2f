// Imports that are noteworthy by themselves: modules that nobody should use any more.
import { inputsOfValues } from './inputs.ts';
import type { Pass } from './pass.ts';
import type { ProgramInstance } from './program-instance.ts';
import { reportUses } from './uses.ts';

/** Reports the uses that the facts see in the imports of a file. */
export function reportImports(pass: Pass, instance: ProgramInstance): void {
  const { program, facts } = instance;
  for (const { node, name } of program.imports) {
    // `import a.b.c` and `from a.b import c` are imports of `a` as well.
    for (let part = name; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
      const named = facts.importNamed(part);
      if (named?.fact.uses === undefined) continue;
      const place = { program, node, name: part, byName: false };
      reportUses(pass, place, named.fact.uses, inputsOfValues(null, []));
      break;
    }
  }
}
