/** From a person's file to a trained model and back to a table of what it says: every part the real one. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportOptions, Prediction } from '../../../shared/contract/core.ts';
import type { ModelSource } from '../../../shared/contract/jobs.ts';
import { flatFeatures } from '../../../shared/data/manifest.ts';
import type { DatasetManifest, TokensColumn } from '../../../shared/data/manifest.ts';
import { decodeTokens } from '../../../shared/data/tokenizer.ts';
import type { Project } from '../../../shared/network/document.ts';
import { starterProject } from '../../../shared/network/starter.ts';
import { randomStream } from '../../../shared/random.ts';
import { Failed } from '../../../shared/words/failures.ts';
import { exportModel } from '../export/export.ts';
import { reporter } from '../import/context.ts';
import { runImport } from '../import/import.ts';
import { loadModel } from '../model/model.ts';
import type { LoadedModel } from '../model/model.ts';
import { bytePairEncoder } from '../text/bpe.ts';
import { chainProject } from '../train/project.fixture.ts';
import { startCommand, startTraining } from '../train/process.fixture.ts';
import { predict } from './predict.ts';
import { predictTable } from './predict-table.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'predict-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Trained {
  readonly source: ModelSource;
  readonly model: LoadedModel;
}

/** Imports a table and trains the network that the app would begin with, changed as wished. */
async function trained(
  name: string,
  text: string,
  {
    epochs,
    recipe,
    change = (project) => project,
    ...options
  }: ImportOptions & {
    readonly epochs: number;
    readonly recipe: string;
    readonly change?: (project: Project, manifest: DatasetManifest) => Project;
  },
): Promise<Trained> {
  const own = join(folder, name);
  const [data, checkpoints] = [join(own, 'data'), join(own, 'checkpoints')];
  await mkdir(data, { recursive: true });
  await mkdir(checkpoints);
  const path = await file(`${name}.csv`, text);
  const manifest = await runImport(
    { type: 'start', files: [{ path, name: basename(path) }], options, id: name, name: null, folder: data },
    reporter(new AbortController().signal, () => undefined),
  );
  const starter = starterProject(manifest, name, recipe);
  const project = change({ ...starter, training: { ...starter.training, epochs } }, manifest);
  const job = startTraining(
    startCommand({
      run: name,
      project,
      manifest,
      data,
      checkpoints,
      request: { backend: 'native', threads: 1, shards: 1, precision: 'float32' },
    }),
  );
  const { engine } = await job.until('engine');
  await job.until('ended');
  await job.exit;
  const source = { project, manifest, data, checkpoint: job.kept()!, engine };
  return { source, model: await loadModel(source) };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const ask = ({ source, model }: Trained, paths: readonly string[], rows: readonly number[] = []) =>
  predict(model, {
    type: 'predict',
    id: 0,
    model: source,
    rows,
    files: paths.map((path) => ({ path, name: basename(path) })),
  });

async function table({ source, model }: Trained, ...paths: readonly string[]) {
  const files = paths.map((path) => ({ path, name: basename(path) }));
  const { table: counts, bytes } = await predictTable(model, {
    type: 'predict-table',
    id: 0,
    model: source,
    files,
  });
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\n');
  return { ...counts, lines, cells: lines.map((line) => line.split(',')) };
}

const numbers = (predictions: readonly Prediction[]): number[] =>
  predictions.flatMap(({ values }) => values.map((value) => Number(value.toPrecision(6))));

const HORIZON = 3;
/** The last layer answers with several steps. */
const ahead = (project: Project): Project => ({
  ...project,
  networks: project.networks.map((network) => {
    const output = network.nodes.find(({ kind }) => kind === 'output')!;
    const last = network.edges.find(({ to }) => to.node === output.id)!.from.node;
    const nodes = network.nodes.map((node) =>
      node.id === last ? { ...node, params: { ...node.params, units: HORIZON } } : node,
    );
    return { ...network, nodes };
  }),
});

/** A narrow network that gives all columns back. */
function narrow({ training }: Project, manifest: DatasetManifest): Project {
  const width = manifest.columns.reduce((sum, column) => sum + flatFeatures(column), 0);
  const steps = [
    ['dense', { units: 8, activation: 'tanh' }],
    ['dense', { units: 1 }],
    ['dense', { units: 8, activation: 'tanh' }],
    ['dense', { units: width }],
  ] as const;
  const chain = chainProject([width], steps, manifest, training, 'standard');
  const inputs = { input: manifest.columns.map(({ name }) => name) };
  return {
    ...chain,
    recipe: { kind: 'autoencoder', params: {} },
    data: { ...chain.data, inputs, targets: {} },
  };
}

describe('a model of several series', () => {
  const rows = ['north', 'south'].flatMap((store, s) =>
    Array.from({ length: 60 }, (_, i) => {
      const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
      return { store, day, sold: (100 * s + 10 * Math.sin(i / 4 + s)).toFixed(3) };
    }),
  );
  const text = (all: typeof rows): string =>
    ['store,note,day,sold', ...all.map(({ store, day, sold }) => `${store},"a, b",${day},${sold}`)].join(
      '\n',
    );
  let shop: Trained;
  let window: number;
  beforeAll(async () => {
    const options = { columns: [{ index: 1, type: 'skip' as const }], as: 'series' as const };
    shop = await trained('shop', text(rows), { ...options, epochs: 2, recipe: 'timeSeries', change: ahead });
    window = shop.model.inputs[0]!.shape[0]!;
  });
  afterAll(() => shop.model.close());

  test('answers in the file’s order, whatever that is, and names series and moment', async () => {
    expect(shop.source.manifest.series?.ranges.map(({ rows: [, end] }) => end)).toEqual([60, 120]);
    const answers = await ask(shop, [await file('sorted.csv', text(rows))]);
    expect(answers).toHaveLength(2 * (60 - window + 1));
    expect(answers[0]).toMatchObject({ series: 'north', moment: rows[window - 1]!.day });
    expect(answers[0]!.values).toHaveLength(HORIZON);
    // The data set's own rows are those of the file here.
    const first = await ask(shop, [], [0, 60]);
    expect(first.map(({ series }) => series)).toEqual(['north', 'south']);
    expect(numbers(first)).toEqual(numbers([answers[0]!, answers[60 - window + 1]!]));

    const random = randomStream(3, 'shuffle');
    const shuffled = rows
      .map((row) => ({ row, at: random.uniform() }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
    const mixed = await ask(shop, [await file('mixed.csv', text(shuffled))]);
    const key = ({ series, moment }: Prediction): string => `${series} ${moment}`;
    const wanted = new Map(answers.map((answer) => [key(answer), numbers([answer])]));
    expect(mixed.map(key)).toEqual(
      shuffled.map(({ store, day }) => `${store} ${day}`).filter((one) => wanted.has(one)),
    );
    for (const answer of mixed) expect(numbers([answer])).toEqual(wanted.get(key(answer)));
  });

  test('is asked for no window from one series into the next', async () => {
    expect(await ask(shop, [], [60 - window])).toHaveLength(1);
    await expect(ask(shop, [], [60 - window + 1])).rejects.toBeInstanceOf(Failed);
  });

  test('writes the person’s own columns, then each step of the horizon, and nothing where a window is short', async () => {
    const path = await file('back.csv', text(rows).replaceAll('"a, b"', 'x'));
    const { rows: all, answered, cells } = await table(shop, path);
    expect([all, answered]).toEqual([120, 2 * (60 - window + 1)]);
    expect(cells[0]).toEqual([
      'store',
      'note',
      'day',
      'sold',
      'predicted sold +1',
      'predicted sold +2',
      'predicted sold +3',
    ]);
    expect(cells.slice(1).map((line) => line.slice(0, 4))).toEqual(
      rows.map(({ store, day, sold }) => [store, 'x', day, sold]),
    );
    const answers = await ask(shop, [path]);
    const said = cells.slice(1).map((line) => line.slice(4));
    expect(said.slice(0, window - 1)).toEqual(Array.from({ length: window - 1 }, () => ['', '', '']));
    const numbersSaid = said.filter(([first]) => first !== '').flat();
    expect(numbersSaid.map((cell) => Math.fround(Number(cell)))).toEqual(
      answers.flatMap(({ values }) => values),
    );
  });
});

describe('a model that reads texts by byte pairs', () => {
  const said = [
    ['a joy from the very start to the end, naïve and warm', 'good'],
    ['a waste of my whole evening, dull beyond all words', 'bad'],
  ] as const;
  const reviews = Array.from({ length: 80 }, (_, i) => [
    `Film ${i} was ${said[i % 2]![0]}.`,
    said[i % 2]![1],
  ]);
  const text = ['review,label', ...reviews.map(([review, label]) => `"${review}",${label}`)].join('\n');
  let critic: Trained;
  beforeAll(async () => {
    critic = await trained('critic', text, {
      epochs: 12,
      recipe: 'supervised',
      tokenizer: 'bpe',
      vocabulary: 320,
    });
  });
  afterAll(() => critic.model.close());

  test('answers texts of a file as the rows that were made of them', async () => {
    const rows = await ask(critic, [], [0, 1, 79]);
    const texts = [0, 1, 79].map((row) => `"${reviews[row]![0]}",?`);
    const path = await file('texts.csv', ['review,label', ...texts].join('\n'));
    expect(numbers(await ask(critic, [path]))).toEqual(numbers(rows));
    expect(rows.map(({ best }) => best)).toEqual(['good', 'bad', 'bad']);
    const fresh = await file('fresh.csv', 'review,label\n"Ein Übel? No: a joy from start to end",\n');
    expect((await ask(critic, [fresh]))[0]!.classes).toEqual(['bad', 'good']);
  });

  test.each(['keras', 'onnx'] as const)('is exported to %s with its tokenizer beside', async (format) => {
    const path = join(folder, `critic-${format}.${format}`);
    const done = await exportModel({ type: 'start', model: critic.source, format, path }, critic.model);
    expect(done.proof.rows).toBeGreaterThan(0);
    const json = JSON.parse(
      await readFile(join(folder, `critic-${format}.tokenizer.json`), 'utf8'),
    ) as object;
    const encode = bytePairEncoder(json);
    const { columns } = critic.source.manifest;
    const column = columns[0] as TokensColumn;
    expect(encode('a joy').every((id) => id > 0 && id < 320)).toBe(true);
    expect(decodeTokens(encode(reviews[0]![0]!), column)).toBe(reviews[0]![0]);
    expect(json).toMatchObject({ added_tokens: [{ id: 0, content: '<pad>', special: true }] });
  });
});

describe('an autoencoder of a table', () => {
  const random = randomStream(1, 'points');
  const points = Array.from({ length: 240 }, () => {
    const t = random.uniform();
    return { wide: 1000 + 500 * t, small: 0.001 + 0.004 * (1 - t), kind: t > 0.5 ? 'high' : 'low' };
  });
  const text = ['wide;small;kind', ...points.map(({ wide, small, kind }) => `${wide};${small};${kind}`)]
    .join('\n')
    .replaceAll('.', ',');
  let coder: Trained;
  beforeAll(async () => {
    coder = await trained('coder', text, { epochs: 60, recipe: 'supervised', target: null, change: narrow });
  }, 120_000);
  afterAll(() => coder.model.close());

  test('answers in the columns’ own units, and with the classes of categories', async () => {
    const answers = await ask(coder, [await file('points.csv', text)]);
    expect(answers).toHaveLength(points.length);
    let right = 0;
    for (const [i, { columns }] of answers.entries()) {
      const [wide, small, kind] = columns!;
      expect([wide!.name, small!.name, kind!.name]).toEqual(['wide', 'small', 'kind']);
      expect(Math.abs(wide!.values[0]! - points[i]!.wide)).toBeLessThan(150);
      expect(Math.abs(small!.values[0]! - points[i]!.small)).toBeLessThan(0.0015);
      expect(kind!.classes).toEqual(['high', 'low']);
      expect(kind!.values.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 5);
      right += Number(kind!.best === points[i]!.kind);
    }
    expect(right / points.length).toBeGreaterThan(0.9);
  });

  test('writes them beside the person’s own, in the file’s own decimal sign', async () => {
    const { lines, rows, answered } = await table(coder, await file('points.csv', text));
    expect([rows, answered]).toEqual([240, 240]);
    expect(lines[0]).toBe(
      'wide;small;kind;predicted wide;predicted small;predicted kind;probability kind high;probability kind low',
    );
    const [wide, , kind, guess] = lines[1]!.split(';');
    expect([wide, kind]).toEqual([String(points[0]!.wide).replace('.', ','), points[0]!.kind]);
    expect(guess).toMatch(/^1\d{3}(,\d+)?$/);
  });
});
