// The files of a new language: a lowering folder and a facts folder. Examples go into the rules' folders.
import type { NewFiles } from '../new.ts';

export function languageFiles(name: string): NewFiles {
  const variable = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return {
    [`src/analysis-engine/lowering/${name}/index.ts`]: [
      `// Lowers ${name} to the IR. Cases in grammar order; whatever has none becomes \`unknown\` of its parts.`,
      "import type { LanguageFrontEnd } from '../lowering.ts';",
      `import { lower } from './lower.ts';`,
      '',
      `export const ${variable}FrontEnd: LanguageFrontEnd = { language: '${name}', lower };`,
      '',
    ].join('\n'),
    [`src/analysis-engine/lowering/${name}/lower.ts`]: [
      "// Begins with every top-level node unknown: replace the map by a table of the grammar's kinds (see ../python/).",
      "import type { Program, Step } from '../../ir.ts';",
      "import { namedChildrenOf, type SyntaxTree } from '../../parsing/syntax-tree.ts';",
      "import { ProgramBuilder } from '../program-builder.ts';",
      "import { ScopeStack } from '../scope.ts';",
      '',
      '/** Total: what it has no case for is `unknown` and counted. */',
      'export function lower(tree: SyntaxTree, path: string): Program {',
      '  const builder = new ProgramBuilder(tree);',
      '  const scopes = new ScopeStack();',
      '  const id = builder.openFunction();',
      '  const body = namedChildrenOf(tree, 0).map(',
      "    (node): Step => ({ kind: 'evaluate', node, expression: builder.unknown(node) }),",
      '  );',
      '  const main = builder.closeMain(id, body, scopes.leaveFunction());',
      `  return builder.finish({ language: '${name}', path, main, exports: [] });`,
      '}',
      '',
    ].join('\n'),
    [`src/analysis-engine/library-facts/${name}/standard-library.yaml`]: [
      'library: standard-library',
      `language: ${name}`,
      'calls: {}',
      '',
    ].join('\n'),
  };
}
