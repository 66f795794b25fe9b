/** Sequences of tokens. */
import type { TokensColumn } from '../../../src/shared/data/manifest.ts';
import { loadModel } from '../../../src/main/jobs/model/model.ts';
import { percent } from './bar.ts';
import type { Bar } from './bar.ts';
import { importFiles, sampleCalled, train, trainSample } from './lab.ts';
import type { Trained } from './lab.ts';

/** The part of held-out phrases whose whole date is right, each character being the likeliest after those before it. */
async function exactDates({ model: source }: Trained): Promise<{ exact: number; rows: number }> {
  const model = await loadModel(source);
  try {
    const rows = model.rowsOf('test');
    const column = source.manifest.columns.find(({ name }) => name === 'date') as TokensColumn;
    const { 'input-1': phrase, 'input-2': right } = model.rawRows(rows);
    const length = column.length - 1;
    const written = new Float32Array(rows.length * length).fill(column.special.padding!);
    const finished = rows.map(() => 0);
    const wrong = rows.map(() => 0);
    rows.forEach((_, row) => (written[row * length] = column.special.start!));
    // The last token is the end, after which nothing is asked.
    for (let at = 0; at < length; at++) {
      const { outputs } = model.forwardRaw({ 'input-1': phrase!, 'input-2': written }, rows.length);
      const { values } = outputs['output-1']!;
      const width = column.vocabulary.length;
      rows.forEach((_, row) => {
        if (finished[row]) return;
        const scores = values.subarray((row * length + at) * width, (row * length + at + 1) * width);
        const token = scores.indexOf(Math.max(...scores));
        const last = at + 1 === length;
        if (token !== (last ? column.special.end : right![row * length + at + 1])) wrong[row] = 1;
        if (token === column.special.end) finished[row] = 1;
        else if (!last) written[row * length + at + 1] = token;
      });
    }
    return { exact: wrong.filter((isWrong) => !isWrong).length / rows.length, rows: rows.length };
  } finally {
    model.close();
  }
}

const dates: Bar = {
  name: 'dates',
  asked: '>= 99 % of unseen dates exact, written greedily',
  async measure() {
    const { exact, rows } = await exactDates(await trainSample('dates'));
    return { measured: `${percent(exact)} of ${rows}`, met: exact >= 0.99 };
  },
};

const BATCH = 12;
const STEPS = 2000;

/** The setting that nanoGPT publishes for a processor: 4 blocks, width 128, 64 characters, batches of 12, 2,000 steps. */
const shakespeare: Bar = {
  name: 'shakespeare',
  asked: `validation loss <= 1.88 after ${STEPS} steps of ${BATCH}`,
  async measure() {
    const { project, files, options } = await sampleCalled('shakespeare-gpt');
    const data = await importFiles(files, options);
    const characters = data.manifest.rows * 0.9;
    // One epoch is all steps.
    const stride = Math.ceil(characters / (BATCH * STEPS));
    const { last, seconds } = await train(
      { ...project, recipe: { ...project.recipe, params: { stride } } },
      data,
      { epochs: 1, batchSize: BATCH, learningRate: 0.002, validationFraction: 0.1, testFraction: 0 },
    );
    const loss = last['validation/loss']!;
    return { measured: `${loss.toFixed(4)} in ${seconds.toFixed(0)} s of training`, met: loss <= 1.88 };
  },
};

export const sequenceBars: readonly Bar[] = [dates, shakespeare];
