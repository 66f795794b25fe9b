/**
 * The whole path on real data, measured: import the four Fashion-MNIST files, train the sample convolutional network
 * from the command line, export it, and recompute the test accuracy from the exported ONNX file on the raw IDX files
 * with onnxruntime, which shares no code with the app.
 *
 *   npm run bench -- fashion-mnist [--help]
 *
 * Needs a build (`npm start` or `npm test` makes one).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as ort from 'onnxruntime-web';
import { called, misuse } from './lib/call.ts';

const { flags } = called({
  name: 'fashion-mnist',
  summary:
    'The whole path on real data: import, training, export, and the accuracy of the exported file on the raw pictures.',
  options: {
    data: {
      type: 'text',
      value: 'DIR',
      doc: 'Where the four .gz files are (default: where Debian’s package dataset-fashion-mnist puts them)',
    },
    epochs: { type: 'integer', value: 'N', min: 1, max: 100_000, doc: 'Instead of the sample’s own' },
    runs: { type: 'integer', value: 'N', min: 1, max: 1000, doc: 'How often (default: once)' },
  },
});
const { data = '/usr/share/datasets/fashion-mnist', runs = 1 } = flags;
const FILES = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
].map((file) => join(data, file));
const missing = FILES.find((file) => !existsSync(file));
if (missing !== undefined) misuse(`There is no ${missing}: name the folder that holds it by --data DIR.`);
const CLI = join(import.meta.dirname, '../dist/node/cli.js');
const SAMPLE = join(import.meta.dirname, '../resources/samples/fashion-mnist-cnn.neuroloom');

interface Done {
  readonly run: string;
  readonly metrics: { readonly testAccuracy: number; readonly testLoss: number };
  readonly seconds: number;
  readonly samplesPerSecond: number;
  readonly peakBytes: number;
  readonly weights: string;
}

function neuroloom(workspace: string, ...args: string[]): Record<string, unknown>[] {
  const run = spawnSync(process.execPath, [CLI, ...args, '--workspace', workspace, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0)
    throw new Error(`neuroloom ${args[0]} ended with ${run.status}:\n${run.stdout.slice(-2000)}`);
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Accuracy of the ONNX file on the raw test files: pixels / 255, as its own metadata says. */
async function onnxAccuracy(file: string): Promise<number> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(readFileSync(file));
  const pixels = gunzipSync(readFileSync(FILES[2]!)).subarray(16);
  const labels = gunzipSync(readFileSync(FILES[3]!)).subarray(8);
  const batch = 500;
  let right = 0;
  for (let from = 0; from < labels.length; from += batch) {
    const input = Float32Array.from(
      pixels.subarray(from * 784, (from + batch) * 784),
      (pixel) => pixel / 255,
    );
    const feeds = { [session.inputNames[0]!]: new ort.Tensor('float32', input, [batch, 28, 28, 1]) };
    const output = (await session.run(feeds))[session.outputNames[0]!]!.data as Float32Array;
    for (let row = 0; row < batch; row++) {
      const scores = output.subarray(row * 10, row * 10 + 10);
      if (scores.indexOf(Math.max(...scores)) === labels[from + row]) right++;
    }
  }
  return right / labels.length;
}

async function once(): Promise<Record<string, unknown>> {
  const workspace = mkdtempSync(join(tmpdir(), 'neuroloom-bench-'));
  try {
    const importing = performance.now();
    neuroloom(workspace, 'import', ...FILES, '--name', 'Fashion-MNIST');
    const importSeconds = (performance.now() - importing) / 1000;
    const training = performance.now();
    const events = neuroloom(
      workspace,
      'train',
      SAMPLE,
      ...(flags.epochs ? ['--epochs', String(flags.epochs)] : []),
    );
    const commandSeconds = (performance.now() - training) / 1000;
    const done = events.at(-1) as unknown as Done;
    const folder = join(workspace, 'exported');
    neuroloom(workspace, 'export', done.run, '--format', 'onnx', '--to', folder);
    const accuracy = await onnxAccuracy(
      join(
        folder,
        readdirSync(folder).find((file) => file.endsWith('.onnx'))!,
      ),
    );
    return {
      importSeconds,
      commandSeconds,
      testAccuracy: done.metrics.testAccuracy,
      testLoss: done.metrics.testLoss,
      onnxAccuracy: accuracy,
      samplesPerSecond: done.samplesPerSecond,
      peakBytes: done.peakBytes,
      weights: done.weights,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
for (let run = 0; run < runs; run++) {
  const result = await once();
  if (flags.json) console.log(JSON.stringify({ bench: 'fashion-mnist', commit, ...result }));
  else console.table({ commit, ...result });
}
