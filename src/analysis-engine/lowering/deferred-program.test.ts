// Lowered once, and only when more than the syntax is asked for.
import { beforeAll, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { smallEngine } from '../testing/small-world.ts';
import { DeferredProgram } from './deferred-program.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

it('is lowered by the first question about more than the syntax, and tells what lowering tells', () => {
  const code = 'import os\nclass A:\n    def f(self): return os\n';
  const lowered = engine.lower(code, 'python', 'a.py');
  let times = 0;
  const deferred = new DeferredProgram(lowered.tree, 'python', 'a.py', () => {
    times++;
    return lowered;
  });
  expect([deferred.language, deferred.path, deferred.tree]).toEqual(['python', 'a.py', lowered.tree]);
  expect(times).toBe(0);
  const { namespace, wildcards, imports, main, functions, classes, exports, unknownKinds } = deferred;
  expect({ namespace, wildcards, imports, main, functions, classes, exports, unknownKinds }).toEqual({
    namespace: lowered.namespace,
    wildcards: lowered.wildcards,
    imports: lowered.imports,
    main: lowered.main,
    functions: lowered.functions,
    classes: lowered.classes,
    exports: lowered.exports,
    unknownKinds: lowered.unknownKinds,
  });
  expect(times).toBe(1);
});
