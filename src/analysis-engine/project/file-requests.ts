// What a file asks other files for, read off its text: cheap enough to be done for every file of a project at each scan.
// Too much does no harm: a file that is not needed is never opened.

export interface FileRequests {
  /** modules as they are written, with the name taken from each or null */
  readonly modules: readonly { readonly module: string; readonly name: string | null }[];
  /** Java: the package and the capitalised names used */
  readonly namespace: string | null;
  readonly typeNames: readonly string[];
  /** string literals that may name a file: properties, configuration, templates */
  readonly literals: readonly string[];
}

const NOTHING: FileRequests = { modules: [], namespace: null, typeNames: [], literals: [] };

const PYTHON =
  /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]{0,8000}\)|[^\n#;]{1,2000})|import[ \t]+([^\n#;]{1,2000}))/gm;
const JAVASCRIPT = /\b(?:from|import|require)\s{0,9}\(?\s{0,9}(['"`])([^'"`\n]{1,300})\1/g;
const JAVA_IMPORT = /^[ \t]*import[ \t]+(static[ \t]+)?([\w.]+?)(\.\*)?[ \t]*;/gm;
const GO_IMPORTS = /^import[ \t]*(?:\(([^)]{0,20000})\)|[^\n]{0,300})/gm;
const LITERAL = /(["'`])([\w@:./][\w ./@:-]{0,150})\1/g;

/** The requests of a file, by the extension of its path. */
export function requestsOf(path: string, code: string): FileRequests {
  switch (/\.(\w+)$/.exec(path)?.[1]) {
    case 'py':
    case 'pyi':
      return { ...NOTHING, modules: pythonModules(code), literals: literalsIn(code) };
    case 'java':
      return javaRequests(code);
    case 'go':
      return { ...NOTHING, modules: goModules(code), literals: literalsIn(code) };
    case 'js':
    case 'mjs':
    case 'cjs':
    case 'jsx':
    case 'ts':
    case 'mts':
    case 'cts':
    case 'tsx': {
      const modules = [...code.matchAll(JAVASCRIPT)].map((match) => ({ module: match[2] ?? '', name: null }));
      return { ...NOTHING, modules, literals: literalsIn(code) };
    }
    default:
      return NOTHING;
  }
}

function literalsIn(code: string): string[] {
  return [...new Set([...code.matchAll(LITERAL)].map((match) => match[2] ?? ''))];
}

function pythonModules(code: string): FileRequests['modules'] {
  return [...code.matchAll(PYTHON)].flatMap(([, from, names = '', plain = '']) => {
    const written = (from === undefined ? plain : names).replace(/[()\\]|#[^\n]*/g, ' ').split(',');
    const wanted = written.map((part) => part.trim().split(/\s/)[0] ?? '').filter((name) => name !== '');
    if (from === undefined) return wanted.map((module) => ({ module, name: null }));
    return wanted.map((name) => ({ module: from, name: name === '*' ? null : name }));
  });
}

function goModules(code: string): FileRequests['modules'] {
  return [...code.matchAll(GO_IMPORTS)].flatMap(([block]) =>
    [...block.matchAll(/"([^"\n]{1,300})"/g)].map((match) => ({ module: match[1] ?? '', name: null })),
  );
}

function javaRequests(code: string): FileRequests {
  const modules = [...code.matchAll(JAVA_IMPORT)].map(([, isStatic, name = '', star]) => {
    // A static import names a member of the class.
    const owner = isStatic === undefined || star !== undefined ? name : name.slice(0, name.lastIndexOf('.'));
    return { module: owner, name: star !== undefined && isStatic === undefined ? '*' : null };
  });
  return {
    modules,
    namespace: javaNamespace(code),
    typeNames: [...new Set(code.match(/\b[A-Z]\w*/g) ?? [])],
    literals: literalsIn(code),
  };
}

/** The package that a Java file says it belongs to; '' for none. */
export function javaNamespace(code: string): string {
  return /^[ \t]*package[ \t]+([\w.]+)/m.exec(code)?.[1] ?? '';
}
