// The small language of `metavariable-comparison`: Python's operators on numbers, texts and lists.

/** A value of the language; lists hold values. */
export type Operand = string | number | boolean | null | readonly Operand[];

/** Values of metavariables by name, without the dollar; undefined when one is not constant. */
export type OperandOf = (name: string) => Operand | undefined;

export interface Comparison {
  /** the names it mentions */
  readonly names: readonly string[];
  /** false also when a value it needs is not known */
  readonly holds: (operandOf: OperandOf) => boolean;
}

type Evaluate = (operandOf: OperandOf) => Operand | undefined;

const TOKEN =
  /\s*(?:(\$[A-Z_0-9.]+)|(0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+|\d+(?:\.\d+)?)|([rbu]?"(?:[^"\\]|\\.)*"|[rbu]?'(?:[^'\\]|\\.)*')|([A-Za-z_][\w.]*)|(\*\*|\/\/|<<|>>|[<>=!]=|[-+*/%<>()[\],&|^~]))/y;

/** Binary operators from loosest to tightest. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'],
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%'],
];

/** Parses a comparison; throws Error with what is not understood. */
export function parseComparison(source: string, matches: (pattern: string, text: string) => boolean): Comparison {
  const parser = new Parser(tokensOf(source), matches);
  const evaluate = parser.level(0);
  parser.end();
  return { names: parser.names, holds: (operandOf) => truth(evaluate(operandOf)) };
}

const truth = (value: Operand | undefined): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== 0 &&
  value !== '' &&
  !(Array.isArray(value) && value.length === 0);

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (!found) throw new Error(`cannot read the comparison at “${source.slice(at, at + 20)}”`);
    tokens.push(found[0].trim());
    at = TOKEN.lastIndex;
  }
  return tokens;
}

class Parser {
  readonly names: string[] = [];
  readonly #tokens: readonly string[];
  readonly #matches: (pattern: string, text: string) => boolean;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], matches: (pattern: string, text: string) => boolean) {
    this.#tokens = tokens;
    this.#matches = matches;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw new Error(`unexpected “${this.#tokens[this.#at]}” in the comparison`);
  }

  level(index: number): Evaluate {
    if (++this.#depth > 400) throw new Error('the comparison nests too deep');
    const made = index === LEVELS.length ? this.#unary() : this.#binary(index);
    this.#depth--;
    return made;
  }

  #binary(index: number): Evaluate {
    let left = this.level(index + 1);
    for (let operator = this.#operator(LEVELS[index]); operator !== null; operator = this.#operator(LEVELS[index])) {
      left = combined(operator, left, this.level(index + 1));
    }
    return left;
  }

  #operator(operators: readonly string[]): string | null {
    const token = this.#tokens[this.#at];
    if (token === 'not' && this.#tokens[this.#at + 1] === 'in' && operators.includes('not in')) {
      this.#at += 2;
      return 'not in';
    }
    if (token === undefined || !operators.includes(token)) return null;
    this.#at++;
    return token;
  }

  #unary(): Evaluate {
    const token = this.#tokens[this.#at];
    if (token === 'not' || token === '-' || token === '+' || token === '~') {
      this.#at++;
      const operand = token === 'not' ? this.level(2) : this.#unary();
      return (operandOf) => unary(token, operand(operandOf));
    }
    const base = this.#primary();
    if (this.#tokens[this.#at] !== '**') return base;
    this.#at++;
    return combined('**', base, this.#unary());
  }

  #primary(): Evaluate {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error('the comparison ends too early');
    if (token === '(') return this.#closed(')');
    if (token === '[') return this.#list();
    if (token.startsWith('$')) {
      const name = token.slice(1);
      this.names.push(name);
      return (operandOf) => operandOf(name);
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (/^[rbu]?["']/.test(token)) return () => unquoted(token);
    if (token === 'True' || token === 'true') return () => true;
    if (token === 'False' || token === 'false') return () => false;
    if (token === 'None' || token === 'null') return () => null;
    return this.#call(token);
  }

  #closed(end: string): Evaluate {
    const inner = this.level(0);
    if (this.#tokens[this.#at++] !== end) throw new Error(`a ${end} is missing in the comparison`);
    return inner;
  }

  #list(): Evaluate {
    const items: Evaluate[] = [];
    while (this.#tokens[this.#at] !== ']') {
      items.push(this.level(0));
      if (this.#tokens[this.#at] === ',') this.#at++;
      else if (this.#tokens[this.#at] !== ']') throw new Error('a ] is missing in the comparison');
    }
    this.#at++;
    return (operandOf) => items.map((item) => item(operandOf) ?? null);
  }

  #call(name: string): Evaluate {
    if (this.#tokens[this.#at] !== '(') throw new Error(`“${name}” is not known in comparisons`);
    this.#at++;
    const args: Evaluate[] = [];
    while (this.#tokens[this.#at] !== ')') {
      args.push(this.level(0));
      if (this.#tokens[this.#at] === ',') this.#at++;
      else if (this.#tokens[this.#at] !== ')') throw new Error('a ) is missing in the comparison');
    }
    this.#at++;
    if (!/^(?:int|float|str|len|lower|upper|strip|re\.match|today|strptime)$/.test(name)) {
      throw new Error(`the function ${name} is not known in comparisons`);
    }
    if (name === 'today' || name === 'strptime') throw new Error(`the function ${name} needs a clock`);
    return (operandOf) => {
      const values = args.map((arg) => arg(operandOf));
      return values.includes(undefined) ? undefined : this.#apply(name, values as Operand[]);
    };
  }

  #apply(name: string, [first = null, second = null]: readonly Operand[]): Operand | undefined {
    if (name === 're.match') return this.#matches(String(first), String(second));
    if (name === 'str') return String(first);
    if (name === 'lower') return String(first).toLowerCase();
    if (name === 'upper') return String(first).toUpperCase();
    if (name === 'strip') return String(first).trim();
    if (name === 'len') return typeof first === 'string' || Array.isArray(first) ? first.length : undefined;
    const value = Number(first);
    if (Number.isNaN(value) || first === '') return undefined;
    return name === 'int' ? Math.trunc(value) : value;
  }
}

function unquoted(token: string): string {
  const raw = token.startsWith('r');
  const text = token.slice(token.search(/["']/) + 1, -1);
  return raw ? text : text.replaceAll(/\\(["'\\])/g, '$1');
}

function unary(operator: string, value: Operand | undefined): Operand | undefined {
  if (operator === 'not') return value === undefined ? undefined : !truth(value);
  if (typeof value !== 'number') return undefined;
  if (operator === '~') return ~value;
  return operator === '-' ? -value : value;
}

function combined(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === 'or') return (of) => truth(left(of)) || truth(right(of));
  if (operator === 'and') return (of) => truth(left(of)) && truth(right(of));
  return (of) => {
    const a = left(of);
    const b = right(of);
    return a === undefined || b === undefined ? undefined : calculate(operator, a, b);
  };
}

function calculate(operator: string, a: Operand, b: Operand): Operand | undefined {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case 'in':
    case 'not in': {
      const inside = typeof b === 'string' ? b.includes(String(a)) : Array.isArray(b) && b.includes(a);
      return operator === 'in' ? inside : !inside;
    }
    case '+':
      if (typeof a === 'string' && typeof b === 'string') return a + b;
  }
  if (typeof a === 'string' && typeof b === 'string') return ORDER[operator]?.(a, b);
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  return ORDER[operator]?.(a, b) ?? ARITHMETIC[operator]?.(a, b);
}

const ORDER: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
};
