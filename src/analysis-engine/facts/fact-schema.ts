// The YAML vocabulary of library facts as a schema: checked when facts are compiled, trusted afterwards.
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { COMPUTE_NAMES } from '../flow/compute.ts';
import { TEMPLATE_LANGUAGES } from '../templates/template-languages.ts';
import { type LibraryFacts, SINK_KINDS, SOURCE_KINDS } from './library-fact.ts';
import { SELECTOR_PATTERN } from './selectors.ts';

const closed = { additionalProperties: false };
const oneOf = (values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)));
const some = (properties: Record<string, TSchema>) =>
  Type.Object(
    Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, Type.Optional(schema)])),
    closed,
  );
const mapOf = (schema: TSchema) => Type.Record(Type.String(), schema);

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
const Selector = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ pattern: SELECTOR_PATTERN })]);
const SelectorOrConstant = Type.Union([Selector, Type.Object({ constant: Scalar }, closed)]);
const SafeFor = Type.Array(Type.Union([oneOf(SINK_KINDS), Type.Literal('all')]));
const ValueRef = Type.Ref('Value');
const CallRef = Type.Ref('Call');

const ValueFact = some({
  source: oneOf(SOURCE_KINDS),
  dangerousFor: Type.Array(oneOf(SINK_KINDS)),
  typed: Type.Literal(true),
  says: Type.String(),
  type: Type.String(),
  from: Type.Array(Selector),
  same: Selector,
  element: Type.Object(
    { of: Selector, key: Type.Union([Selector, Type.Literal('*')]), fallback: Type.Optional(Selector) },
    closed,
  ),
  elements: ValueRef,
  keys: mapOf(ValueRef),
  clean: Type.Boolean(),
  safeFor: SafeFor,
  compute: oneOf(COMPUTE_NAMES),
  constant: Scalar,
  resultOf: Selector,
  member: Type.Object({ of: Selector, key: Selector }, closed),
  symbol: Selector,
  list: Type.Boolean(),
});

const effect = (name: string, required: Record<string, TSchema>) =>
  Type.Object({ do: Type.Literal(name), on: Type.Optional(Selector), ...required }, closed);
const EffectFact = Type.Union([
  effect('put', { key: Selector, value: Selector }),
  effect('add', { key: Selector, value: Selector }),
  effect('set', { key: Type.String(), value: SelectorOrConstant }),
  effect('append', { value: Selector }),
  effect('prepend', { value: Selector }),
  effect('remove-at', { index: Selector }),
  effect('remove-key', { key: Selector }),
  effect('clear', {}),
  effect('merge', { from: Selector }),
  effect('taint', { from: Type.Array(Selector) }),
  effect('concat', { value: Selector }),
  effect('become', { value: ValueRef }),
  effect('load-properties', { path: Selector }),
]);

const WhenFact = Type.Object(
  {
    argument: Selector,
    is: Type.Optional(Type.Array(Scalar)),
    not: Type.Optional(Type.Array(Scalar)),
    matches: Type.Optional(Type.String()),
    starts: Type.Optional(Type.String()),
    type: Type.Optional(Type.Array(Type.String())),
    empty: Type.Optional(Type.Boolean()),
  },
  closed,
);
const SinkFacts = some(
  Object.fromEntries(SINK_KINDS.map((kind) => [kind, Type.Union([Selector, Type.Array(Selector)])])),
);
const CallFact = some({
  sinks: SinkFacts,
  when: Type.Array(WhenFact),
  reads: Type.Boolean(),
  returns: ValueRef,
  effects: Type.Array(EffectFact),
  callbacks: Type.Array(
    Type.Object(
      {
        argument: Selector,
        key: Type.Optional(Selector),
        with: Type.Array(ValueRef),
        arity: Type.Optional(Type.Integer({ minimum: 0 })),
        resultSinks: Type.Optional(Type.Array(oneOf(SINK_KINDS))),
      },
      closed,
    ),
  ),
  guard: Type.Object({ on: Selector, outcome: Type.Optional(Type.Boolean()), safeFor: SafeFor }, closed),
  tellsOf: Selector,
  renders: Type.Object(
    {
      template: Selector,
      variables: Selector,
      language: Type.Optional(oneOf(TEMPLATE_LANGUAGES)),
      escapes: Type.Optional(oneOf(['none', 'contextual'])),
    },
    closed,
  ),
  stops: Type.Boolean(),
  uses: mapOf(mapOf(SelectorOrConstant)),
  at: Selector,
  cases: Type.Array(CallRef),
});

const AnnotationFact = some({
  parameter: ValueRef,
  parameters: Type.Array(ValueRef),
  numbers: Type.String(),
  fixes: Type.Object({ reads: Type.Array(Type.String()), unless: Type.String() }, closed),
  resultSinks: Type.Array(oneOf(SINK_KINDS)),
  noPage: Type.String(),
  uses: mapOf(mapOf(SelectorOrConstant)),
});

const Texts = Type.Array(Type.String({ minLength: 1 }));
const RepairFact = Type.Object(
  {
    for: Type.Union([Type.String({ minLength: 1 }), Texts]),
    match: Type.Optional(Type.Union([Type.String(), Type.Record(Type.String(), Type.Unknown())])),
    when: Type.Optional(Type.String({ minLength: 2 })),
    says: Type.String({ minLength: 10 }),
    replace: Type.Optional(Type.String()),
    keywords: Type.Optional(mapOf(Type.String())),
    options: Type.Optional(Type.Object({ at: Type.Integer({ minimum: 0 }), set: mapOf(Type.String()) }, closed)),
    fields: Type.Optional(mapOf(Type.String())),
    before: Type.Optional(Texts),
    after: Type.Optional(Texts),
    remove: Type.Optional(Type.Literal(true)),
    encode: Type.Optional(Type.String()),
    replaces: Type.Optional(Texts),
  },
  closed,
);
const ParameterStyle = Type.Object(
  {
    when: Type.Optional(Type.String({ minLength: 2 })),
    placeholder: Type.String({ minLength: 1 }),
    text: Type.Integer({ minimum: 0 }),
    values: oneOf(['list', 'tuple', 'arguments', 'keywords', 'record', 'key', 'setters', 'statement']),
    key: Type.Optional(Type.String()),
    skip: Type.Optional(Type.Integer()),
    wrap: Type.Optional(Type.String()),
  },
  closed,
);

const Library = Type.Object(
  {
    library: Type.String({ minLength: 1 }),
    language: Type.String({ minLength: 1 }),
    aliases: Type.Optional(mapOf(Type.String())),
    types: Type.Optional(
      mapOf(
        some({ extends: Type.Array(Type.String()), construct: CallRef, says: Type.String(), fluent: Type.Boolean() }),
      ),
    ),
    values: Type.Optional(mapOf(ValueRef)),
    writes: Type.Optional(mapOf(CallRef)),
    calls: Type.Optional(mapOf(CallRef)),
    annotations: Type.Optional(mapOf(AnnotationFact)),
    texts: Type.Optional(
      Type.Array(
        Type.Object(
          { begins: Type.String(), sink: oneOf(SINK_KINDS), insteadOf: Type.Optional(Type.Array(oneOf(SINK_KINDS))) },
          closed,
        ),
      ),
    ),
    resources: Type.Optional(Type.Array(Type.String())),
    handlers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.Optional(Type.String()),
            parameters: Type.Array(Type.String()),
            with: Type.Array(ValueRef),
            unlessIn: Type.Optional(Type.String()),
          },
          closed,
        ),
      ),
    ),
    parameters: Type.Optional(mapOf(ValueRef)),
    handedAround: Type.Optional(mapOf(ValueRef)),
    methods: Type.Optional(mapOf(CallRef)),
    imports: Type.Optional(mapOf(Type.Object({ uses: mapOf(mapOf(SelectorOrConstant)) }, closed))),
    repairs: Type.Optional(Type.Array(RepairFact)),
    helpers: Type.Optional(mapOf(Type.String())),
    queryParameters: Type.Optional(mapOf(Type.Array(ParameterStyle))),
    serves: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    commands: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    settings: Type.Optional(
      Type.Array(Type.Object({ names: Type.Array(Type.String(), { minItems: 1 }), type: Type.String() }, closed)),
    ),
  },
  closed,
);

const LibraryFactsSchema = Type.Cyclic({ Value: ValueFact, Call: CallFact, Library }, 'Library');

/** Made when the first file is checked: what a schema compiles to is a hundred times faster than walking it. */
let checker: { readonly Check: (value: unknown) => boolean } | null = null;

/** Checks one parsed file of library facts. Throws an Error that names `file`, each place in it, and what is wrong there. */
export function validateLibraryFacts(value: unknown, file: string): LibraryFacts {
  checker ??= Compile(LibraryFactsSchema);
  if (checker.Check(value)) return value as LibraryFacts;
  const places = [...Value.Errors(LibraryFactsSchema, value)].map(
    (error) => `  ${error.instancePath || '/'}: ${error.message} ${describeParameters(error.params)}`,
  );
  throw new Error(`${file} is not valid:\n${[...new Set(places)].slice(0, 20).join('\n')}`);
}

function describeParameters(parameters: object): string {
  return 'additionalProperties' in parameters ? String(parameters.additionalProperties) : '';
}
