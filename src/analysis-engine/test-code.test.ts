import { describe, expect, it } from 'vitest';
import { isTestCode } from './test-code.ts';

describe('isTestCode', () => {
  it.each([
    'server_test.go',
    'src/test/java/org/acme/ServerTest.java',
    'tests/conftest.py',
    'app/test_views.py',
    'src/server.test.ts',
    'src/__tests__/server.js',
    'internal/testdata/keys.go',
  ])('knows %s', (path) => {
    expect(isTestCode(path)).toBe(true);
  });

  it.each(['server.go', 'src/latest/server.ts', 'src/main/java/testcode/Benchmark00001.java', 'contest.py', ''])(
    'leaves %s',
    (path) => {
      expect(isTestCode(path)).toBe(false);
    },
  );
});
