// Code that nobody writes, but that programs and attackers make: each shape fills a file of any size in any language.

interface Dialect {
  /** a file around declarations */
  readonly file: (declarations: string) => string;
  readonly define: (name: string, body: string) => string;
  readonly declare: (name: string, value: string) => string;
  readonly assign: (name: string, value: string) => string;
  readonly branch: (condition: string, body: string) => string;
  readonly open: string;
  readonly close: string;
  readonly list: (items: readonly string[]) => string;
  readonly give: (value: string) => string;
  /** statements of one level deeper */
  readonly block: (condition: string, depth: number) => { readonly before: string; readonly after: string };
}

const braces = (define: Dialect['define'], declare: Dialect['declare'], end: string, list: Dialect['list']) => ({
  file: (declarations: string) => declarations,
  define,
  declare,
  assign: (name: string, value: string) => `${name} = ${value}${end}\n`,
  branch: (condition: string, body: string) => `if (${condition}) {\n${body}}\n`,
  open: '(',
  close: ')',
  list,
  give: (value: string) => `return ${value}${end}\n`,
  block: (condition: string) => ({ before: `if (${condition}) {\n`, after: '}\n' }),
});

const DIALECTS: Readonly<Record<string, Dialect>> = {
  javascript: braces(
    (name, body) => `function ${name}(a) {\n${body}}\n`,
    (name, value) => `let ${name} = ${value};\n`,
    ';',
    (items) => `[${items.join(',')}]`,
  ),
  typescript: braces(
    (name, body) => `function ${name}(a: string): any {\n${body}}\n`,
    (name, value) => `let ${name}: any = ${value};\n`,
    ';',
    (items) => `[${items.join(',')}]`,
  ),
  java: {
    ...braces(
      (name, body) => `static Object ${name}(String a) {\n${body}}\n`,
      (name, value) => `Object ${name} = ${value};\n`,
      ';',
      (items) => `List.of(${items.join(',')})`,
    ),
    file: (declarations) => `import java.util.*;\nclass Shape {\n${declarations}}\n`,
  },
  go: {
    ...braces(
      (name, body) => `func ${name}(a string) any {\n${body}}\n`,
      (name, value) => `${name} := ${value}\n`,
      '',
      (items) => `[]any{${items.join(',')}}`,
    ),
    file: (declarations) => `package shape\n\n${declarations}`,
  },
  python: {
    file: (declarations) => declarations,
    define: (name, body) => `def ${name}(a):\n${body.replace(/^/gm, '  ')}\n`,
    declare: (name, value) => `${name} = ${value}\n`,
    assign: (name, value) => `${name} = ${value}\n`,
    branch: (condition, body) => `if ${condition}:\n${body.replace(/^(?=.)/gm, ' ')}`,
    open: '(',
    close: ')',
    list: (items) => `[${items.join(',')}]`,
    give: (value) => `return ${value}\n`,
    block: (condition, depth) => ({ before: `${' '.repeat(depth)}if ${condition}:\n`, after: '' }),
  },
};

/** Repeats a piece until about `bytes` are full. */
function fill(bytes: number, piece: (index: number) => string): string[] {
  const pieces: string[] = [];
  for (let length = 0, index = 0; length < bytes; index++) {
    const next = piece(index);
    pieces.push(next);
    length += next.length;
  }
  return pieces;
}

type Shape = (dialect: Dialect, bytes: number) => string;

const SHAPES: Readonly<Record<string, Shape>> = {
  'nested parentheses': ({ define, declare, give, open, close }, bytes) => {
    const depth = Math.floor(bytes / 2);
    return define('f', declare('x', open.repeat(depth) + 'a' + close.repeat(depth)) + give('x'));
  },
  'nested blocks': ({ define, declare, assign, give, block }, bytes) => {
    // Indentation makes blocks of Python quadratic in size: as many as fit.
    const depth = block('a', 1).after === '' ? Math.floor(Math.sqrt(bytes)) : Math.floor(bytes / 14);
    let before = '';
    let after = '';
    for (let level = 0; level < depth; level++) {
      const { before: opening, after: closing } = block('a != "b"', level);
      before += opening;
      after += closing;
    }
    const indent = block('a', 1).after === '' ? ' '.repeat(depth) : '';
    return define('f', declare('x', '"c"') + before + indent + assign('x', 'a') + after + give('x'));
  },
  'one long line': ({ define, declare, give }, bytes) =>
    define('f', declare('x', fill(bytes, (index) => `"b${index}" + a`).join(' + ')) + give('x')),
  'many branches': ({ define, declare, assign, branch, give }, bytes) =>
    define(
      'f',
      declare('x', '"c"') +
        fill(bytes, (index) => branch(`a == "k${index}"`, assign('x', `a + "${index}"`))).join('') +
        give('x'),
    ),
  'many variables': ({ define, declare, give }, bytes) => {
    const lines = fill(bytes, (index) => declare(`v${index}`, index === 0 ? 'a' : `v${index - 1} + "b"`));
    return define('f', lines.join('') + give(`v${lines.length - 1}`));
  },
  'variables and branches': ({ define, declare, assign, branch, give }, bytes) => {
    const lines = fill(bytes / 2, (index) => declare(`v${index}`, index === 0 ? 'a' : `"b${index}"`));
    const changes = fill(bytes / 2, (index) => branch(`a == "k${index}"`, assign(`v${index % lines.length}`, 'a')));
    return define('f', lines.join('') + changes.join('') + give(`v${lines.length - 1}`));
  },
  'method chain': ({ define, declare, give }, bytes) =>
    define('f', declare('x', `a${fill(bytes, (index) => `.m${index}(a)`).join('')}`) + give('x')),
  'functions that call the next twice': ({ define, give }, bytes) =>
    fill(bytes, (index) => define(`f${index}`, give(`f${index + 1}(a + "${index}") + f${index + 1}(a)`))).join(''),
  'functions that call the previous': ({ define, give }, bytes) =>
    fill(bytes, (index) => define(`f${index}`, give(index === 0 ? 'a' : `f${index - 1}(a + "${index}")`))).join(''),
  'big list': ({ define, declare, give, list }, bytes) =>
    define('f', declare('x', list(fill(bytes, (index) => `"item ${index}"`))) + give('x')),
  'one long text': ({ define, declare, give }, bytes) =>
    define('f', declare('x', `"${'lorem ipsum '.repeat(Math.floor(bytes / 12))}"`) + give('x')),
  'broken code': (_dialect, bytes) => fill(bytes, (index) => `)}] if ( { "${index} + [ `).join('\n'),
};

/** Every shape of about `bytes` bytes in a language. */
export function stressShapes(
  language: string,
  bytes: number,
): readonly { readonly name: string; readonly code: string }[] {
  const dialect = DIALECTS[language];
  return Object.entries(SHAPES).map(([name, shape]) => {
    const code = shape(dialect, bytes - 200);
    return { name, code: (name === 'broken code' ? code : dialect.file(code)).slice(0, bytes) };
  });
}
