// What kind of place a path is: whether people look at findings there as they do at those in the product itself.

export const PATH_CLASSES = [
  'source',
  'tests',
  'examples',
  'vendored',
  'generated',
  'scripts',
  'migrations',
  'documentation',
  'benchmarks',
  'configuration',
] as const;
export type PathClass = (typeof PATH_CLASSES)[number];

/** In order: a test of an example is a test, whatever lies in a vendored folder is vendored. */
const CLASSES: readonly (readonly [PathClass, RegExp])[] = [
  ['vendored', /(^|\/)(vendor(ed)?|third[-_]?party|node_modules|bower_components|external|deps|site-packages)\//],
  ['generated', /(^|\/)(generated|gen|dist|build|out|target)\/|[._-](generated|gen|pb|min)\.[a-z0-9]+$|_pb2?\.[a-z]+$/],
  [
    'tests',
    /(^|\/)(tests?|specs?|__tests__|testing|testdata|fixtures?|e2e|mocks?|__mocks__)\/|[._-](test|spec)\.[a-z0-9]+$|(^|\/)test_[^/]*$|_test\.[a-z]+$/,
  ],
  ['examples', /(^|\/)(examples?|samples?|demos?|playground|tutorials?|snippets)\//],
  ['benchmarks', /(^|\/)(bench(marks?)?|perf)\//],
  ['migrations', /(^|\/)(migrations?|migrate|alembic|versions|seeds?)\//],
  ['documentation', /(^|\/)(docs?|documentation)\//],
  ['scripts', /(^|\/)(scripts?|tools?|bin|hack|ci|\.github|build-tools)\//],
  ['configuration', /(^|\/)(config|conf|settings|deploy|infra|terraform|helm|charts?)\//],
];

export function pathClass(path: string): PathClass {
  const lower = path.toLowerCase().replaceAll('\\', '/');
  return CLASSES.find(([, pattern]) => pattern.test(lower))?.[0] ?? 'source';
}
