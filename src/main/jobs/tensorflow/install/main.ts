/**
 * `node main.ts [--find] [--retry]`: installs native TensorFlow, or with --find only says where it is. One JSON object a
 * line on stdout: `{ progress }` while it works, then `{ found }` or `{ missing }`. Without --retry an attempt that
 * failed less than a day ago is not made again.
 */
import { rmSync } from 'node:fs';
import { missingText } from '../../../../shared/words/missing.ts';
import { attemptFile, findTensorFlow, isTensorFlow, readAttempt } from './find.ts';
import { installTensorFlow } from './install.ts';
import type { InstallProgress } from './progress.ts';

const day = 24 * 60 * 60 * 1000;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** At most ten lines a second, and each change of step. */
function limited(report: (progress: InstallProgress) => void): (progress: InstallProgress) => void {
  let step = '';
  let last = 0;
  return (progress) => {
    const now = Date.now();
    if (progress.step === step && now - last < 100) return;
    step = progress.step;
    last = now;
    report(progress);
  };
}

function forgetAttempt(): void {
  try {
    rmSync(attemptFile(), { force: true });
  } catch {
    // The cache cannot be written: installing says so in words.
  }
}

const retry = process.argv.includes('--retry');
if (retry) forgetAttempt();
const attempt = retry ? null : readAttempt();
const onlyFind = process.argv.includes('--find') || (attempt !== null && Date.now() - attempt.at < day);
const found = onlyFind
  ? findTensorFlow()
  : await installTensorFlow(
      limited((progress) => say({ progress })),
      retry,
    );
if (isTensorFlow(found)) say({ found });
else say({ missing: found.missing.map((missed) => ({ ...missed, text: missingText(missed) })) });
