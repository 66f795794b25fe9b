/** Tables, small pictures and a series. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { permutation } from '../../../src/shared/random.ts';
import { percent } from './bar.ts';
import type { Bar } from './bar.ts';
import { importFiles, newFolder, sampleCalled, train, trainSample } from './lab.ts';

const FOLDS = 5;
const SEEDS = 5;

/** The mean accuracy on the rows left out: every row once for each seed. */
async function crossValidated(id: string): Promise<number> {
  const { project, files, options } = await sampleCalled(id);
  // Both tables begin with a line that names no columns.
  const lines = readFileSync(files[0]!, 'utf8').trim().split('\n').slice(1);
  let right = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const order = permutation(lines.length, seed, 'folds');
    for (let fold = 0; fold < FOLDS; fold++) {
      const folder = newFolder('fold');
      const write = (name: string, held: boolean): string => {
        const own = Array.from(order)
          .filter((_, place) => (place % FOLDS === fold) === held)
          .map((line) => lines[line]!);
        writeFileSync(join(folder, name), `${own.join('\n')}\n`);
        return join(folder, name);
      };
      const data = await importFiles([write('train.csv', false), write('test.csv', true)], {
        ...options,
        header: false,
      });
      const { test } = await train(project, data, { seed, validationFraction: 0 });
      right += test!.metrics['accuracy']! * test!.rows;
    }
  }
  return right / (SEEDS * lines.length);
}

const tableBar = (name: string, id: string): Bar => ({
  name,
  asked: `accuracy >= 96 % in ${FOLDS} folds, mean of ${SEEDS} seeds`,
  async measure() {
    const accuracy = await crossValidated(id);
    return { measured: percent(accuracy), met: accuracy >= 0.96 };
  },
});

const digits: Bar = {
  name: 'digits',
  asked: 'accuracy >= 97.5 % on the test rows',
  async measure() {
    const { test } = await trainSample('digits-cnn');
    const accuracy = test!.metrics['accuracy']!;
    return { measured: percent(accuracy), met: accuracy >= 0.975 };
  },
};

const YEARS = 80;

/** One year ahead, against the guess that it will be as the year before. */
const sunspots: Bar = {
  name: 'sunspots',
  asked: `error >= 15 % below "same as last year" on the last ${YEARS} years`,
  async measure() {
    const { files } = await sampleCalled('sunspots');
    const values = readFileSync(files[0]!, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[1]));
    const last = values.slice(-YEARS);
    const naive =
      last.reduce((sum, value, i) => sum + Math.abs(value - values.at(i - YEARS - 1)!), 0) / YEARS;
    const { test } = await trainSample('sunspots');
    const error = test!.metrics['meanAbsoluteError']!;
    return {
      measured: `${error.toFixed(2)} on ${test!.rows} years, ${percent(1 - error / naive)} below ${naive.toFixed(2)}`,
      met: test!.rows === YEARS && error <= 0.85 * naive,
    };
  },
};

export const tableBars: readonly Bar[] = [
  tableBar('iris', 'iris-classifier'),
  tableBar('wine', 'wine-classifier'),
  digits,
  sunspots,
];
