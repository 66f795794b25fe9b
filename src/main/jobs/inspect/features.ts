/** A person's files as the raw features that a model's preprocessing starts from. */
import type { ImportFile } from '../../../shared/contract/jobs.ts';
import type { DatasetManifest, ImportProblem } from '../../../shared/data/manifest.ts';
import type { InputPreprocessing, Preprocessing } from '../../../shared/data/preprocessing.ts';
import { sameShape, sizeOf } from '../../../shared/kinds/shape.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { predictReasons } from '../../../shared/words/predictions.ts';
import type { Text } from '../../../shared/words/said.ts';
import { readWhole } from '../files/bytes.ts';
import type { SourceFile } from '../files/bytes.ts';
import { idxBytes, imageShape, readIdxHeader } from '../files/idx-file.ts';
import { decodeImage, withChannels } from '../files/image.ts';
import { listSources } from '../files/sources.ts';
import type { ListedFile } from '../files/sources.ts';
import type { PlannedInput } from '../model/plan.ts';
import { rowByRow } from './file-rows.ts';
import type { FeatureBatch, FileForm, FileRow } from './file-rows.ts';
import { tableFeatures } from './table-features.ts';
import { windowsOf } from './windows.ts';

const PICTURES: FileForm = { names: ['file'], delimiter: ',', comma: false };
const pictureRow = (name: string): FileRow => ({ name, cells: [name], moment: null, series: null });

const LARGEST_FILE = 256 * 1024 * 1024;
const MOST_ROWS = 100_000;

/** What decides how a file is read. */
export interface Reader {
  readonly preprocessing: Preprocessing;
  readonly inputs: readonly PlannedInput[];
  readonly manifest: DatasetManifest;
  /** The data set's folder. */
  readonly data: string;
}

/**
 * The samples of a file (or of the files in a folder or zip), about `batch` at a time. Throws `Failed` with the file's
 * name where it does not suit the model.
 */
export async function* readFeatures(
  dropped: ImportFile,
  { preprocessing: { inputs }, inputs: planned, manifest, data }: Reader,
  batch: number,
): AsyncGenerator<FeatureBatch> {
  if (planned.some(({ columns, span }) => columns.length === 0 || span?.axis === 'tokens'))
    throw fail(dropped.name, predictReasons.makes());
  // What a folder or zip holds besides is told by the problem it would be, unless something else can be used.
  const noted: ImportProblem[] = [];
  const listing = await listSources([dropped], (problem) => noted.push(problem));
  let rows = 0;
  try {
    const files = suited(listing.files, inputs);
    if (files.length === 0) throw fail(dropped.name, noted[0]?.message ?? reason(inputs));
    for (const file of files) {
      const own = fileFeatures(file, inputs, { manifest, data }, batch);
      for await (const one of windowsOf(file.name, own, { inputs: planned, time: manifest.time, batch })) {
        rows += one.rows.length;
        if (rows > MOST_ROWS) throw fail(dropped.name, predictReasons.tooMany(MOST_ROWS));
        yield one;
      }
    }
    if (rows === 0) throw fail(dropped.name, predictReasons.noRows());
  } finally {
    listing.close();
  }
}

const fail = (file: string, detail: Text): Failed => new Failed(failure('import-failed', { file, detail }));

type Inputs = Preprocessing['inputs'];
const wantsPicture = (inputs: Inputs): boolean =>
  Object.values(inputs).some(({ columns }) => columns.some(({ type }) => type === 'image'));
const reason = (inputs: Inputs): Text =>
  wantsPicture(inputs) ? predictReasons.notAPicture() : predictReasons.notATable();

/** Of several files those of the model's kind; a single one is taken at its word. */
function suited(files: readonly ListedFile[], inputs: Inputs): readonly ListedFile[] {
  const kinds = wantsPicture(inputs) ? ['image', 'idx'] : ['text'];
  return files.filter(({ kind }) => kinds.includes(kind));
}

async function* fileFeatures(
  file: ListedFile,
  inputs: Inputs,
  known: Pick<Reader, 'manifest' | 'data'>,
  batch: number,
): AsyncGenerator<FeatureBatch> {
  if (!wantsPicture(inputs)) {
    yield* tableFeatures(file, inputs, known, batch);
    return;
  }
  const [only, ...others] = Object.entries(inputs);
  if (others.length > 0) throw fail(file.name, predictReasons.severalInputs());
  const [node, input] = only!;
  if (file.kind === 'image')
    yield rowByRow(PICTURES, [pictureRow(file.name)], { [node]: await pictureFeatures(file, input) });
  else yield* idxFeatures(file, node, input, batch);
}

/** Decoded, turned and resized exactly as at import. */
async function pictureFeatures(file: SourceFile, { shape }: InputPreprocessing): Promise<Float32Array> {
  const [height, width, channels] = shape as [number, number, number];
  const bytes = await readWhole(file, LARGEST_FILE);
  const image = await decodeImage(bytes, { size: [height, width] }).catch((error: unknown) => {
    throw fail(file.name, predictReasons.brokenPicture((error as Error).message.split('\n')[0]!));
  });
  return Float32Array.from(withChannels(image, channels));
}

async function* idxFeatures(
  file: SourceFile,
  node: string,
  { shape }: InputPreprocessing,
  batch: number,
): AsyncGenerator<FeatureBatch> {
  const header = await readIdxHeader(file);
  const own = imageShape(header);
  if (!own || !sameShape(own, shape))
    throw fail(file.name, predictReasons.otherPictures(own ?? header.shape, shape));
  if (header.rows > MOST_ROWS) throw fail(file.name, predictReasons.tooMany(MOST_ROWS));
  const size = sizeOf(shape);
  let held = new Float32Array(batch * size);
  let values = 0;
  let row = 0;
  const give = (): FeatureBatch => {
    const count = values / size;
    const rows = Array.from({ length: count }, (_, i) => pictureRow(`${file.name}:${row + i + 1}`));
    const features = { [node]: held.slice(0, values) };
    row += count;
    held = new Float32Array(batch * size);
    values = 0;
    return rowByRow(PICTURES, rows, features);
  };
  for await (const chunk of idxBytes(file, header, { note: () => undefined })) {
    for (let from = 0; from < chunk.length;) {
      const part = chunk.subarray(from, from + held.length - values);
      held.set(part, values);
      values += part.length;
      from += part.length;
      if (values === held.length) yield give();
    }
  }
  if (values > 0) yield give();
}
