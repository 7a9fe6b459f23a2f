import { describe, expect, it } from 'vitest';
import { isForeignCode, isSideCode, isTestCode } from './test-code.ts';

describe('isTestCode', () => {
  it.each([
    'server_test.go',
    'src/test/java/org/acme/ServerTest.java',
    'tests/conftest.py',
    'app/test_views.py',
    'src/server.test.ts',
    'src/__tests__/server.js',
    'internal/testdata/keys.go',
    'command/testing.go',
    'app/mirage/factories/user.js',
    'e2e/login.js',
    'integration/plugin/main.go',
    'jspwiki-it-tests/src/main/java/Env.java',
    'lib/test.js',
    'database/seeds/users.ts',
  ])('knows %s', (path) => {
    expect(isTestCode(path)).toBe(true);
  });

  it.each([
    'server.go',
    'src/latest/server.ts',
    'api/latest/server.go',
    'internal/attest/verify.go',
    'src/main/java/testcode/Benchmark00001.java',
    'org/acme/integration/Hub.java',
    'contest.py',
    '',
  ])('leaves %s', (path) => {
    expect(isTestCode(path)).toBe(false);
  });
});

describe('isSideCode', () => {
  it.each([
    'tests/conftest.py',
    '_examples/custom_http/main.go',
    'demo/app.js',
    'webpack.config.js',
    'setup.py',
    'lib/emulator/auth.js',
    'plugins/example_login/plugin.py',
    'app/settings_example.py',
  ])('knows %s', (path) => {
    expect(isSideCode(path)).toBe(true);
  });

  it.each(['src/example.ts', 'app/config.py', 'lib/setup/index.js'])('leaves %s', (path) => {
    expect(isSideCode(path)).toBe(false);
  });
});

describe('isForeignCode', () => {
  it.each([
    'pip/_vendor/requests/utils.py',
    'third_party/a.go',
    'static/app.min.js',
    'static/2343.b96ee492b519ab09.js',
  ])('knows %s', (path) => {
    expect(isForeignCode(path)).toBe(true);
  });

  it.each(['src/vendors.ts', 'app/deadbeef.js', 'lib/minimal.js'])('leaves %s', (path) => {
    expect(isForeignCode(path)).toBe(false);
  });
});
