// Constructors that nobody writes: data classes, pydantic models, named tuples take their fields as parameters.
import type { Annotation, Field, FunctionDefinition, Parameter, Step, TypeName } from '../../ir.ts';
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
  const fields = type.fields.filter((field) => field.type !== null);
  if (!isGenerated || fields.length === 0) return null;
  if (type.methods.some((method) => method.name === 'constructor')) return null;
  return constructorOf(context, type.node, fields);
}

function constructorOf(context: PythonContext, node: NodeIndex, fields: readonly Field[]): FunctionDefinition {
  const { builder, scopes } = context;
  const id = builder.openFunction();
  scopes.enterFunction();
  const parameters = [parameterOf(context, node, 'self', null)];
  const self = scopes.read('self', node);
  const body: Step[] = fields.map((field) => {
    parameters.push(parameterOf(context, field.node, field.name, field));
    const target = { kind: 'member', node: field.node, object: self, key: field.name } as const;
    const value = scopes.read(field.name, field.node);
    const expression = { kind: 'assign', node: field.node, target, value, operator: null } as const;
    return { kind: 'evaluate', node: field.node, expression };
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
