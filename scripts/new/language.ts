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
    [`src/analysis-engine/library-facts/${name}/standard-library.yaml`]: [
      'library: standard-library',
      `language: ${name}`,
      'calls: {}',
      '',
    ].join('\n'),
  };
}
