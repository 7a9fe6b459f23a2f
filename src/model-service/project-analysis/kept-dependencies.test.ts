// A project made with what an earlier run kept says the same as one that reads every file anew, whatever was edited.
import { describe, expect, it } from 'vitest';
import { createProject, type ProjectFile } from './project.ts';

const BEFORE: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "shop", "exports": "./web/main.ts" }',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["lib/*"] } } }',
  'lib/names.ts': 'export const name = 1;',
  'other/names.ts': 'export const name = 2;',
  'web/main.ts': "import { name } from '@lib/names';\n",
  'web/page.ts': "import { main } from './main';\n",
  'src/a/A.java': 'package a;\nclass A { B b; }',
  'src/a/B.java': 'package a;\nclass B {}',
  'app.py': 'import tool\n',
  'tool.py': 'x = 1\n',
  'more.py': 'x = 2\n',
};

const filesOf = (texts: Readonly<Record<string, string>>): ProjectFile[] =>
  Object.entries(texts).map(([path, code]) => ({ path, code, digest: code, asNeighbour: { path, code } }));

function memory() {
  const texts = new Map<string, string>();
  return {
    get: (key: string) => texts.get(key) ?? null,
    set: (key: string, text: string) => void texts.set(key, text),
  };
}

function contextsOf(files: readonly ProjectFile[], store: Parameters<typeof createProject>[1] = null) {
  const project = createProject(files, store);
  const contexts = Object.fromEntries(files.map(({ path }) => [path, project.contextOf(path)]));
  project.keep();
  return contexts;
}

describe('kept dependencies', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['nothing changed', {}],
    ['an import changed', { 'app.py': 'import more\n' }],
    ['a text changed, and no import', { 'tool.py': 'x = 3\n' }],
    ['a file more', { 'tool/__init__.py': '' }],
    ['another configuration', { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["other/*"] } } }' }],
    ['another package', { 'src/a/B.java': 'package b;\nclass B {}' }],
  ])('say the same as reading everything: %s', (_, changes) => {
    const store = memory();
    contextsOf(filesOf(BEFORE), store);
    const files = filesOf({ ...BEFORE, ...changes });
    const anew = contextsOf(files);
    expect(contextsOf(files, store)).toEqual(anew);
    expect(contextsOf(files, store)).toEqual(anew);
  });

  it('spare reading what is the same', () => {
    const store = memory();
    contextsOf(filesOf(BEFORE), store);
    const unread = filesOf(BEFORE).map((file) => {
      const isRead = file.path === 'app.py' || !file.path.endsWith('.py');
      return isRead ? file : { ...file, code: 'import nothing\nimport app\n' };
    });
    expect(contextsOf(unread, store)['tool.py']).toEqual([]);
  });

  it('tell whether anything has changed', () => {
    const store = memory();
    expect(createProject(filesOf(BEFORE), store).hasChanged).toBe(true);
    contextsOf(filesOf(BEFORE), store);
    expect(createProject(filesOf(BEFORE), store).hasChanged).toBe(false);
    expect(createProject(filesOf({ ...BEFORE, 'tool.py': 'x = 3\n' }), store).hasChanged).toBe(true);
    expect(createProject(filesOf(BEFORE)).hasChanged).toBe(true);
  });

  it('tell of every file what it depends on', () => {
    expect(contextsOf(filesOf(BEFORE))).toMatchObject({
      'web/page.ts': ['package.json', 'tsconfig.json', 'web/main.ts', 'lib/names.ts'],
      'src/a/A.java': ['src/a/B.java'],
      'app.py': ['tool.py'],
    });
  });
});
