// Which files are code that only tests run, by the conventions of the languages' own test runners.

const TEST_FOLDERS = /(?:^|\/)(?:tests?|testdata|__tests__|__mocks__|__fixtures__|specs?|fixtures)\//i;
const TEST_NAMES = [
  /_test\.go$/,
  /\.(?:test|spec)\.[cm]?[jt]sx?$/,
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/,
  /(?:Tests?|TestCase|IT)\.java$/,
];

/** Whether the path says that the file is a test or belongs to tests. */
export function isTestCode(path: string): boolean {
  return TEST_FOLDERS.test(path) || TEST_NAMES.some((name) => name.test(path));
}
