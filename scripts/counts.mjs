/** What a suite's report says, as numbers. Pure, so that what decides over green and red is tested itself. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** A tool without a report of tests: one check. @returns {Counts} */
export const checkCounts = (exitCode) => ({
  passed: exitCode === 0 ? 1 : 0,
  failed: exitCode === 0 ? 0 : 1,
  skipped: 0,
});

/** Vitest's JSON report; null: it wrote none. @returns {Counts} */
export function vitestCounts(report, exitCode) {
  if (!report) return settled({ passed: 0, failed: 0, skipped: 0 }, exitCode);
  // A file that could not be loaded has no tests to fail, yet it failed.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return settled(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + brokenFiles,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    },
    exitCode,
  );
}

/** Playwright's JSON report; null: it wrote none. One that passed only when repeated has failed. @returns {Counts} */
export function playwrightCounts(report, exitCode) {
  if (!report) return settled({ passed: 0, failed: 0, skipped: 0 }, exitCode);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return settled({ passed: expected, failed: unexpected + flaky, skipped }, exitCode);
}

/** A suite that ran nothing has failed, and so has one that ended badly whatever it counted. @returns {Counts} */
function settled(counts, exitCode) {
  const ranNothing = counts.passed + counts.failed === 0;
  const endedBadly = exitCode !== 0 && counts.failed === 0;
  return ranNothing || endedBadly ? { ...counts, failed: counts.failed + 1 } : counts;
}

/** @param {readonly Counts[]} all @returns {Counts} */
export const sum = (all) =>
  all.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** The last line of the runner. @param {Counts} counts */
export const countsLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
