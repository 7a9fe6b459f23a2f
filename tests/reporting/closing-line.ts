// Closes a test run with what was skipped, how to enable it, and one plain line of counts.
import type { Reporter, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: string[];
}

function count(modules: readonly TestModule[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const module of modules) {
    const moduleErrors = module.errors().length;
    counts.failed += moduleErrors;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed++;
      else if (state === 'failed') counts.failed++;
      else counts.skipped.push(test.fullName);
    }
  }
  return counts;
}

/** Prints `N passed, N failed, N skipped` last. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const { passed, failed, skipped } = count(modules);
    // The default reporter writes its summary in the same hook: this must come after it.
    setImmediate(() => {
      for (const name of skipped) console.log(`skipped: ${name}`);
      if (skipped.some((name) => /postgresql|redis/i.test(name))) {
        console.log(
          'Tests of PostgreSQL and Redis need their servers: apt-get install postgresql redis-server (or equal).',
        );
        console.log('With ASSAY_TEST_REQUIRE_SERVICES=1 a missing server fails the run instead of skipping.');
      }
      console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
    });
  }
}
