// Which files are beside what a program does, by where they lie: code that only tests run, by the conventions of the
// languages' own test runners, examples, build scripts and migrations, which run once; and code that somebody else maintains.

const TEST_FOLDERS =
  /(?:^|\/)(?:(?:[\w.-]+[-_])?(?:unit)?tests?|testing|testdata|test[-_]\w+|test(?:auth|env|help|infra|kit|lib|server|suite|cases?)\w*|testutils?|__tests__|mocks?|__mocks__|mirage|seed(?:er|s)?|seed[-_]data|__fixtures__|specs?|fixtures|e2e(?:[-_]?tests?)?|integration[-_]?tests?)\//i;
const TEST_NAMES = [
  /(?:_test|(?:^|\/)test(?:ing|_?utils?|_?helpers?))\.go$/,
  /(?:\.|(?:^|\/))(?:test|spec|stor(?:y|ie))s?\.[cm]?[jt]sx?$/,
  /(?:^|\/)(?:integration|(?!(?:at|con|fas|grea|la|pro)test\/)\w+test)\/.*\.go$/,
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|tests|conftest)\.py$/,
  /(?:Tests?|TestCase|IT)\.java$/,
];

/** Whether the path says that the file is a test or belongs to tests. */
export function isTestCode(path: string): boolean {
  return TEST_FOLDERS.test(path) || TEST_NAMES.some((name) => name.test(path));
}

const EXAMPLES =
  /(?:^|\/)_?(?:examples?(?:[-_]\w+)?|samples?|demos?|docs?|tutorials?|bench(?:marks?)?|scripts|emulators?|dev[-_]?server|migrations?|hacking|extras?)\//i;
const BUILD_SCRIPTS =
  /\w[._-](?:example|sample)s?\.\w+$|(?:^|\/)(?:setup\.py|noxfile\.py|(?:gulpfile|gruntfile)\.[cm]?[jt]s|[\w.-]+\.config\.[cm]?[jt]s|\.github\/.*)$/i;

/** Whether the path says that the file runs beside the program: a test, an example, a script that builds it. */
export function isSideCode(path: string): boolean {
  return isTestCode(path) || EXAMPLES.test(path) || BUILD_SCRIPTS.test(path);
}

/** Whether the path says that the file only declares what another one does. */
export const isDeclaration = (path: string): boolean => path.endsWith('.pyi') || path.endsWith('.d.ts');

const VENDORED = /(?:^|\/)(?:_?vendor(?:ed|s)?|third[-_]?party|node_modules|bower_components)\//i;
const BUNDLED =
  /\.(?:min|bundle)\.[cm]?js$|[.-][0-9a-f]{8,32}\.[cm]?js$|(?:^|\/)(?:static|assets)\/.*[.-][\w-]{8}\.[cm]?js$/i;

/** Whether the path says that the file is maintained elsewhere: a copy of somebody's package, or what a bundler made. */
export function isForeignCode(path: string): boolean {
  return VENDORED.test(path) || BUNDLED.test(path);
}
