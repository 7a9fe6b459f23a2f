// Whether a file says of itself that a program wrote it: a bundler, a minifier, a compiler of a newer or typed language.
import { LIMITS } from './limits.ts';
import type { SyntaxTree } from './parsing/syntax-tree.ts';

export interface Making {
  /** a bundler or a minifier: nobody maintains this file */
  readonly isBundled: boolean;
  /** a compiler: what is written oddly there is written so nowhere else */
  readonly isCompiled: boolean;
}

const KNOWN = new WeakMap<SyntaxTree, Making>();

/** Where a compiler says what it made, at the beginning and at the end. */
const HEAD = 3000;
const TAIL = 300;

const COMPILED_HEAD =
  /Object\.defineProperty\(exports, ["']__esModule["']|exports\.__esModule = |var __(?:awaiter|importDefault|importStar|createBinding|decorate|extends) = \(?this|_interopRequire\w+\(|\/\/#region |Symbol\.toStringTag, \{ value: ["']Module["']/;
/** The comment that minifiers keep, with name, version and licence: a copy of what somebody else publishes. */
const BANNER = /^\s*\/\*!(?=[\s\S]*\bv?\d+\.\d+)(?=[\s\S]*(?:licen[cs]e|copyright|\(c\)))/i;
const COMPILED_TAIL = /\/\/[#@] sourceMappingURL=/;

/** What the text of the file tells; worked out once. */
export function makingOf(tree: SyntaxTree): Making {
  let making = KNOWN.get(tree);
  if (making === undefined) {
    const { source } = tree;
    making = {
      isBundled:
        /__webpack_require__|__toESM = \(/.test(source) || isSqueezed(source) || BANNER.test(source.slice(0, TAIL)),
      isCompiled: COMPILED_HEAD.test(source.slice(0, HEAD)) || COMPILED_TAIL.test(source.slice(-TAIL)),
    };
    KNOWN.set(tree, making);
  }
  return making;
}

/** Hardly any white space: a minifier took it away, and broke the lines by itself. */
function isSqueezed(source: string): boolean {
  const part = source.slice(0, LIMITS.squeezedText);
  return part.length === LIMITS.squeezedText && (part.match(/\s/g)?.length ?? 0) < part.length / 12;
}
