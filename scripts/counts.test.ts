import { describe, expect, test } from 'vitest';
import { checkCounts, countsLine, playwrightCounts, sum, vitestCounts } from './counts.mjs';

const vitestReport = {
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
};
const playwrightReport = { stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 2 } };

describe('a check without a report', () => {
  test('counts one, by its exit code', () => {
    expect(checkCounts(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(checkCounts(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(checkCounts(null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('vitest', () => {
  test('passed and skipped tests are counted', () => {
    expect(vitestCounts(vitestReport, 0)).toEqual({ passed: 5, failed: 0, skipped: 1 });
  });
  test('a file that does not load is a failure, though no test of it failed', () => {
    const broken = { ...vitestReport, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(vitestCounts(broken, 1)).toEqual({ passed: 5, failed: 1, skipped: 1 });
  });
  test('a failed test is not counted again for its file', () => {
    const failed = {
      ...vitestReport,
      numFailedTests: 1,
      testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
    };
    expect(vitestCounts(failed, 1).failed).toBe(1);
  });
  test('no report, nothing run, or a bad end is a failure', () => {
    expect(vitestCounts(null, 0).failed).toBe(1);
    expect(vitestCounts(null, 1).failed).toBe(1);
    expect(vitestCounts({ ...vitestReport, numPassedTests: 0 }, 0).failed).toBe(1);
    expect(vitestCounts(vitestReport, 1).failed).toBe(1);
  });
});

describe('playwright', () => {
  test('expected results pass, skipped ones are told', () => {
    expect(playwrightCounts(playwrightReport, 0)).toEqual({ passed: 4, failed: 0, skipped: 2 });
  });
  test('what passed only when repeated has failed', () => {
    expect(playwrightCounts({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } }, 1)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 0,
    });
  });
  test('a suite whose every test was skipped ran nothing', () => {
    expect(playwrightCounts({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 9 } }, 0).failed).toBe(
      1,
    );
  });
  test('a runner that died before its report has failed', () => {
    expect(playwrightCounts(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(playwrightCounts(playwrightReport, null).failed).toBe(1);
  });
});

describe('the last line', () => {
  test('names skipped tests only where there are some', () => {
    expect(countsLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(countsLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
  });
  test('sums all suites', () => {
    const all = [checkCounts(0), checkCounts(1), playwrightCounts(playwrightReport, 0)];
    expect(sum(all)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });
});
