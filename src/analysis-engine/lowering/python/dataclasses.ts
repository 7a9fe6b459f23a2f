// Constructors that nobody writes: data classes, pydantic models, named tuples take their fields as parameters.
import type { Annotation, Field, FunctionDefinition, Parameter, Step, Target, TypeName } from '../../ir.ts';
import type { NodeIndex } from '../../parsing/syntax-tree.ts';
import type { PythonContext } from './context.ts';

/** Decorators and base classes (last part of their names) that generate `__init__` from the annotated fields. */
const GENERATING_DECORATORS = new Set(['dataclass', 'define', 'frozen', 'mutable', 'attrs', 'attributes', 's']);
const GENERATING_BASES = new Set(['BaseModel', 'NamedTuple', 'SQLModel', 'Struct', 'BaseSettings']);

const lastPart = (name: string | null): string => name?.split('.').pop() ?? '';

/** The constructor that the class gets by itself, or null when it has none or writes its own. */
export function generatedConstructor(
  context: PythonContext,
  type: {
    readonly node: NodeIndex;
    readonly annotations: readonly Annotation[];
    readonly baseTypes: readonly TypeName[];
    readonly fields: readonly Field[];
    readonly methods: readonly FunctionDefinition[];
  },
): FunctionDefinition | null {
  const isGenerated =
    type.annotations.some(({ name }) => GENERATING_DECORATORS.has(lastPart(name))) ||
    type.baseTypes.some((base) => GENERATING_BASES.has(lastPart(base)));
  const fields = type.fields.filter((field) => field.type !== null || isDeclared(field));
  if (!isGenerated || fields.length === 0) return null;
  if (type.methods.some((method) => method.name === 'constructor')) return null;
  return constructorOf(
    context,
    type.node,
    fields,
    type.baseTypes.some((base) => lastPart(base) === 'NamedTuple'),
  );
}

/** `x = attr.ib()` */
function isDeclared({ value }: Field): boolean {
  const given = value?.kind === 'assign' ? value.value : value;
  if (given?.kind !== 'call') return false;
  const { callee } = given;
  if (callee.kind !== 'member' && callee.kind !== 'import') return false;
  const name = callee.kind === 'member' ? callee.key : callee.name;
  return name === 'ib' || name === 'attrib' || name === 'field';
}

/** Fields of a named tuple stand under their numbers, too. */
function constructorOf(
  context: PythonContext,
  node: NodeIndex,
  fields: readonly Field[],
  isTuple: boolean,
): FunctionDefinition {
  const { builder, scopes } = context;
  const id = builder.openFunction();
  scopes.enterFunction();
  const parameters = [parameterOf(context, node, 'self', null)];
  const self = scopes.read('self', node);
  const body: Step[] = fields.flatMap((field, number) => {
    parameters.push(parameterOf(context, field.node, field.name, field));
    const { node: at, name } = field;
    const index = { kind: 'constant', node: at, value: number } as const;
    const targets: Target[] = [{ kind: 'member', node: at, object: self, key: name }];
    if (isTuple) targets.push({ kind: 'index', node: at, object: self, index });
    return targets.map((target): Step => {
      const value = scopes.read(name, at);
      return { kind: 'evaluate', node: at, expression: { kind: 'assign', node: at, target, value, operator: null } };
    });
  });
  return builder.closeFunction({
    id,
    node,
    name: 'constructor',
    parameters,
    body,
    slots: scopes.leaveFunction(),
    receiver: 'first',
    isPublic: true,
  });
}

function parameterOf(context: PythonContext, node: NodeIndex, name: string, field: Field | null): Parameter {
  const variable = context.scopes.declare(name);
  const type = field?.type ?? null;
  const given = field?.value?.kind === 'assign' ? field.value.value : null;
  return {
    node,
    name,
    target: { kind: 'variable', node, variable, type },
    type,
    annotations: [],
    // Only constants: other defaults were lowered in another scope.
    fallback: given?.kind === 'constant' ? given : null,
    kind: 'plain',
  };
}
