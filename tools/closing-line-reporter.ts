// CI judges a run by a line `N passed, N failed` standing alone at the end. Vitest words its summary
// for people, so this reporter adds the line. A file that could not even be loaded, and an error that
// no test caught, count as failures: a run that tested less than it should must not look green.
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

type Tally = { passed: number; failed: number; skipped: number };

function tallyModule(tally: Tally, module: TestModule): void {
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') tally.passed += 1;
    else if (state === 'failed') tally.failed += 1;
    else tally.skipped += 1;
  }
  const suites = [...module.children.allSuites()];
  const broken = [module, ...suites].filter((part) => part.errors().length > 0);
  tally.failed += broken.length;
}

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tally: Tally = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) tallyModule(tally, module);
    const skipped = tally.skipped > 0 ? `, ${String(tally.skipped)} skipped` : '';
    console.log(`\n${String(tally.passed)} passed, ${String(tally.failed)} failed${skipped}`);
  }
}
