// Which declaration each name of a file means: scopes, imports, declared types, assigned values. One mechanism for all
// languages, on the code tree.
import { type CodeNode, LIST_KINDS, NONE } from './code-node.ts';

/** One write to a variable; `value` null when it is not known (a loop variable, `+=`, part of a tuple). */
export interface Write {
  readonly at: number;
  readonly value: CodeNode | null;
  /** the block that it stands in */
  readonly block: CodeNode;
}

export interface Declaration {
  readonly name: string;
  readonly kind: 'variable' | 'parameter' | 'import' | 'definition';
  readonly writes: Write[];
  type: CodeNode | null;
  /** what it was imported as, in order: `['os', 'system']` of `from os import system` */
  readonly imports: Import[];
}

interface Import {
  readonly at: number;
  readonly path: readonly string[];
}

export interface Symbols {
  /** names that stand as expressions → what they mean; a name that nothing declares has no entry */
  readonly meanings: ReadonlyMap<CodeNode, Declaration>;
  /** names that stand as expressions, declared or not */
  readonly expressions: ReadonlySet<CodeNode>;
  /** name → its block, for those with a meaning */
  readonly blocks: ReadonlyMap<CodeNode, CodeNode>;
  /** those of them that are written to */
  readonly targets: ReadonlySet<CodeNode>;
  /** packages imported whole: `java.util` */
  readonly wildcards: readonly string[];
  /** members of the classes around: `x` of `this.x` */
  readonly fields: ReadonlyMap<string, Declaration>;
}

interface Scope {
  readonly names: Map<string, Declaration>;
  readonly outer: Scope | null;
  readonly isFunction: boolean;
}

interface Task {
  readonly node: CodeNode;
  readonly scope: Scope;
  readonly block: CodeNode;
}

/** Languages whose assignments declare, by function. */
const ASSIGNING_DECLARES: ReadonlySet<string> = new Set(['python']);

/** Resolves the names of a file. */
export function symbolsOf(root: CodeNode, language: string): Symbols {
  return new Resolver(language).run(root);
}

class Resolver {
  readonly meanings = new Map<CodeNode, Declaration>();
  readonly expressions = new Set<CodeNode>();
  readonly blocks = new Map<CodeNode, CodeNode>();
  readonly targets = new Set<CodeNode>();
  readonly wildcards: string[] = [];
  readonly fields = new Map<string, Declaration>();
  readonly #language: string;
  readonly #assigningDeclares: boolean;
  /** names and writes, resolved once all declarations are known */
  readonly #later: (() => void)[] = [];
  readonly #tasks: Task[] = [];

  constructor(language: string) {
    this.#language = language;
    this.#assigningDeclares = ASSIGNING_DECLARES.has(language);
  }

  run(root: CodeNode): Symbols {
    const scope: Scope = { names: new Map(), outer: null, isFunction: true };
    this.#tasks.push({ node: root, scope, block: root });
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) this.#visit(task);
    for (const resolve of this.#later) resolve();
    return this;
  }

  #push(nodes: readonly CodeNode[], scope: Scope, block: CodeNode): void {
    for (let index = nodes.length - 1; index >= 0; index--) this.#tasks.push({ node: nodes[index], scope, block });
  }

  #visit({ node, scope, block }: Task): void {
    const { parts } = node;
    switch (node.kind) {
      case 'name':
        this.#use(node, scope, block);
        break;
      case 'member':
        this.#push([parts[0]], scope, block);
        break;
      case 'keyword':
        this.#push([parts[1]], scope, block);
        break;
      case 'pair':
        this.#push(parts[0].kind === 'name' ? [parts[1]] : parts, scope, block);
        break;
      case 'attribute':
        this.#push([parts[1]], scope, block);
        break;
      case 'import':
        this.#import(node, scope);
        break;
      case 'assign':
        this.#assign(node, scope, block);
        break;
      case 'function':
      case 'lambda':
        this.#function(node, scope, block);
        break;
      case 'class':
        this.#class(node, scope, block);
        break;
      case 'each':
        this.#each(node, scope, block);
        break;
      case 'catch':
      case 'resource':
        this.#binder(node, scope, block);
        break;
      case LIST_KINDS.block:
      case LIST_KINDS.members:
        this.#push(parts, this.#assigningDeclares ? scope : inner(scope, false), node);
        break;
      default:
        this.#push(parts, scope, block);
        break;
    }
  }

  #use(node: CodeNode, scope: Scope, block: CodeNode): void {
    this.expressions.add(node);
    this.#later.push(() => {
      const declaration = find(scope, node.value);
      if (!declaration) return;
      this.meanings.set(node, declaration);
      this.blocks.set(node, block);
    });
  }

  #declare(scope: Scope, name: string, kind: Declaration['kind']): Declaration {
    const known = scope.names.get(name);
    if (known && (kind === 'variable' || kind === known.kind)) return known;
    const declaration: Declaration = { name, kind, writes: [], type: null, imports: [] };
    scope.names.set(name, declaration);
    return declaration;
  }

  #import(node: CodeNode, scope: Scope): void {
    const [module, name, alias] = node.parts;
    const path = modulePath(module, this.#language);
    if (path.length === 0) return;
    if (name.kind === 'name' && name.value === '*' && alias === NONE) {
      this.wildcards.push(path.join('.'));
      return;
    }
    const whole = name === NONE || name.value === '*' || (name.value === 'default' && this.#language !== 'python');
    const full = whole ? path : [...path, name.value];
    const local = alias.kind === 'name' ? alias.value : localName(full, this.#language, whole);
    if (local !== '') this.#declare(scope, local, 'import').imports.push({ at: node.start, path: full });
  }

  #assign(node: CodeNode, scope: Scope, block: CodeNode): void {
    const [modifiers, target, type, value] = node.parts;
    this.#push([modifiers, type, value], scope, block);
    const declares = this.#assigningDeclares || modifiers.parts.some((word) => word.value === 'declares');
    const path = requiredPath(value);
    if (declares && path !== null && this.#language !== 'python') {
      if (this.#require(target, path, scope)) {
        this.#push([target], scope, block);
        return;
      }
    }
    const isField = block.kind === LIST_KINDS.members;
    this.#target(target, node.value === '=' ? value : null, { node, scope, block, type, declares, isField });
  }

  /** `const { exec } = require('child_process')` is an import. */
  #require(target: CodeNode, path: readonly string[], scope: Scope): boolean {
    if (target.kind === 'name') {
      this.#declare(scope, target.value, 'import').imports.push({ at: target.start, path });
      return true;
    }
    if (target.kind !== 'record') return false;
    for (const { kind, parts } of target.parts) {
      if (kind !== 'pair' || parts[1].kind !== 'name') continue;
      const imported = { at: target.start, path: [...path, parts[0].value] };
      this.#declare(scope, parts[1].value, 'import').imports.push(imported);
    }
    return true;
  }

  #target(target: CodeNode, value: CodeNode | null, context: TargetContext): void {
    const { node, scope, block, type, declares } = context;
    if (target.kind === 'name') {
      // In Python, where nothing declares, a target is an expression like others.
      if (!declares || this.#assigningDeclares) this.expressions.add(target);
      this.targets.add(target);
      const own = declares ? this.#declare(this.#home(scope, node), target.value, 'variable') : null;
      if (own && context.isField && !this.fields.has(target.value)) this.fields.set(target.value, own);
      if (own && type !== NONE) own.type = type;
      this.#later.push(() => {
        // What nobody declared belongs to the function, as far as a reader can tell.
        const declaration =
          own ?? find(scope, target.value) ?? this.#declare(functionOf(scope), target.value, 'variable');
        this.meanings.set(target, declaration);
        this.blocks.set(target, block);
        if (value !== NONE) declaration.writes.push({ at: node.end, value, block });
      });
      return;
    }
    if (PATTERN_TARGETS.has(target.kind)) {
      const values = value?.kind === target.kind && value.parts.length === target.parts.length ? value.parts : null;
      target.parts.forEach((part, index) => {
        const inside = part.kind === 'pair' ? part.parts[1] : part;
        this.#target(inside, values?.[index] ?? null, context);
      });
      return;
    }
    if (value !== null && target.kind === 'member' && target.parts[0].kind === 'name')
      this.#fieldWrite(target, value, context);
    this.#push(target.kind === 'spread' ? [] : [target], scope, block);
    if (target.kind === 'spread') for (const part of target.parts) this.#target(part, null, context);
  }

  /** `this.x = …`: what is known of the field. */
  #fieldWrite(target: CodeNode, value: CodeNode, { node, block }: TargetContext): void {
    const [object, name] = target.parts;
    if (object.value !== 'this' && object.value !== 'self') return;
    const fresh: Declaration = { name: name.value, kind: 'variable', writes: [], type: null, imports: [] };
    const known = this.fields.get(name.value) ?? fresh;
    this.fields.set(name.value, known);
    known.writes.push({ at: node.end, value, block });
  }

  /** Where an assignment declares: `var` and Python in the function, the rest in the block. */
  #home(scope: Scope, assignment: CodeNode): Scope {
    const functionWide = this.#assigningDeclares || assignment.parts[0].parts.some((word) => word.value === 'var');
    return functionWide ? functionOf(scope) : scope;
  }

  #function(node: CodeNode, scope: Scope, block: CodeNode): void {
    const isLambda = node.kind === 'lambda';
    const body = inner(scope, true);
    const [decorators, , receiver, name, parameters, result, code] = isLambda
      ? [NONE, NONE, NONE, NONE, node.parts[1], node.parts[2], node.parts[3]]
      : node.parts;
    if (name.kind === 'name') {
      const declaration = this.#declare(scope, name.value, 'definition');
      if (result !== NONE) declaration.type = result;
    }
    for (const each of [...receiver.parts, ...parameters.parts]) this.#parameter(each, body, block);
    this.#push([decorators, result], scope, block);
    this.#push([code], body, code);
  }

  #parameter(node: CodeNode, scope: Scope, block: CodeNode): void {
    if (node.kind !== 'parameter') return;
    const [decorators, type, name, fallback] = node.parts;
    this.#push([decorators, type, fallback], scope, block);
    this.#bind(name, type, scope, block, 'parameter');
  }

  /** A name, or several in a pattern, that something unknown is written to. */
  #bind(name: CodeNode, type: CodeNode, scope: Scope, block: CodeNode, kind: Declaration['kind']): void {
    if (name.kind !== 'name') {
      for (const part of name.parts) this.#bind(part.kind === 'pair' ? part.parts[1] : part, NONE, scope, block, kind);
      return;
    }
    const declaration = this.#declare(scope, name.value, kind);
    declaration.writes.push({ at: name.start, value: null, block });
    if (type !== NONE) declaration.type = type;
    this.meanings.set(name, declaration);
    this.blocks.set(name, block);
  }

  #class(node: CodeNode, scope: Scope, block: CodeNode): void {
    const [decorators, , name, bases, body] = node.parts;
    if (name.kind === 'name') this.#declare(scope, name.value, 'definition');
    this.#push([decorators, bases], scope, block);
    this.#push(body.parts, inner(scope, true), body);
  }

  #each(node: CodeNode, scope: Scope, block: CodeNode): void {
    const [, type, target, iterable, body, otherwise] = node.parts;
    const own = this.#assigningDeclares ? scope : inner(scope, false);
    this.#bind(target, type, own, block, 'variable');
    this.#push([iterable], scope, block);
    this.#push([type, body, otherwise], own, block);
  }

  /** `catch (T e) {…}`, `with f() as x` */
  #binder(node: CodeNode, scope: Scope, block: CodeNode): void {
    const isCatch = node.kind === 'catch';
    const own = isCatch && !this.#assigningDeclares ? inner(scope, false) : scope;
    const name = node.parts[1];
    if (name !== NONE) this.#bind(name, isCatch ? node.parts[0] : NONE, own, block, 'variable');
    this.#push([node.parts[0]], scope, block);
    if (isCatch) this.#push([node.parts[2]], own, block);
  }
}

interface TargetContext {
  readonly node: CodeNode;
  readonly scope: Scope;
  readonly block: CodeNode;
  readonly type: CodeNode;
  readonly declares: boolean;
  readonly isField: boolean;
}

const PATTERN_TARGETS: ReadonlySet<string> = new Set(['tuple', 'array', 'record']);

const inner = (outer: Scope, isFunction: boolean): Scope => ({ names: new Map(), outer, isFunction });

function functionOf(scope: Scope): Scope {
  let home = scope;
  while (!home.isFunction && home.outer) home = home.outer;
  return home;
}

function find(scope: Scope, name: string): Declaration | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const declaration = at.names.get(name);
    if (declaration) return declaration;
  }
  return undefined;
}

/** `a.b` as its names, or the text of a module that is given as a string. */
function modulePath(module: CodeNode, language: string): string[] {
  if (module.kind === 'string')
    return language === 'go' ? [goPackage(module.value)] : [module.value.replace(/^node:/, '')];
  const path: string[] = [];
  let at = module;
  for (; at.kind === 'member'; at = at.parts[0]) path.unshift(at.parts[1].value);
  return at.kind === 'name' ? [at.value, ...path] : [];
}

/** The name that a package has by default: the last part of its path, without a version. */
function goPackage(path: string): string {
  const parts = path.split('/').filter((part) => !/^v\d+$/.test(part));
  return (parts.at(-1) ?? path).replace(/\.v\d+$/, '').replace(/^go-|-go$/, '');
}

/** Under which name an import without alias is used. */
function localName(path: readonly string[], language: string, whole: boolean): string {
  if (language === 'python' && whole) return path.length === 1 ? path[0] : '';
  if (language === 'java' || language === 'go' || !whole) return path[path.length - 1];
  return '';
}

/** The path of `require('m')` or `require('m').x`. */
function requiredPath(value: CodeNode): string[] | null {
  const members: string[] = [];
  let at = value;
  for (; at.kind === 'member' && at.parts[1].kind === 'name'; at = at.parts[0]) members.unshift(at.parts[1].value);
  if (at.kind !== 'call' || at.parts[0].value !== 'require') return null;
  const [module] = at.parts[1].parts;
  return module?.kind === 'string' ? [module.value.replace(/^node:/, ''), ...members] : null;
}
