import { describe, expect, it } from 'vitest';
import { makingOf } from './compiled-code.ts';
import { smallEngine } from './testing/small-world.ts';

const engine = await smallEngine();
const making = (code: string) => makingOf(engine.lower(code, 'javascript').tree);

describe('what made a file', () => {
  it.each([
    [
      'a compiler, at the beginning',
      '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nf();\n',
    ],
    ['a compiler, at the end', 'f();\n//# sourceMappingURL=a.js.map\n'],
  ])('%s', (_, code) => {
    expect(making(code)).toEqual({ isBundled: false, isCompiled: true });
  });

  it('a bundler', () => {
    expect(making('__webpack_require__(3);\n').isBundled).toBe(true);
  });

  it('a person', () => {
    expect(making('exports.f = () => 1;\n')).toEqual({ isBundled: false, isCompiled: false });
  });
});
