/** Small networks of every recipe that makes something, trained for real. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelSource, TrainEvent, TrainStart } from '../../../shared/contract/jobs.ts';
import type { Column } from '../../../shared/data/manifest.ts';
import type { Network, Project } from '../../../shared/network/document.ts';
import { emptyProject } from '../../../shared/network/starter.ts';
import { startCommand } from '../train/process.fixture.ts';
import { imageManifest } from '../train/project.fixture.ts';
import { runTraining } from '../train/run.ts';

/** `from`: the nodes that feed its ports in order, else the one before it. */
type Layer = readonly [id: string, kind: string, params: Record<string, unknown>, from?: readonly string[]];

export function network(id: string, layers: readonly Layer[]): Network {
  return {
    id,
    name: id,
    nodes: layers.map(([node, kind, params]) => ({
      id: node,
      kind,
      name: node,
      params,
      position: { x: 0, y: 0 },
      trainable: true,
    })),
    edges: layers.flatMap(([to, kind, , from], i) => {
      if (kind === 'input') return [];
      const ports = kind === 'sampling' ? ['mean', 'logVariance'] : ['input', 'input', 'input'];
      return (from ?? [layers[i - 1]![0]]).map((source, k) => ({
        id: `${source}-${to}-${k}`,
        from: { node: source, port: 'output' },
        to: { node: to, port: ports[k]! },
      }));
    }),
  };
}

export const tokensColumn = (
  name: string,
  length: number,
  vocabulary: readonly string[],
  special: Partial<Extract<Column, { type: 'tokens' }>['special']> = {},
): Column => ({
  type: 'tokens',
  name,
  file: `${name}.i32`,
  length,
  vocabulary: [...vocabulary],
  tokenizer: { kind: 'characters' },
  special: { padding: null, start: null, end: null, unknown: null, ...special },
});

export interface Task {
  readonly recipe: string;
  readonly networks: readonly Network[];
  readonly inputs: Project['data']['inputs'];
  readonly targets: Project['data']['targets'];
  readonly order: 'rows' | 'time';
  readonly rows: number;
  readonly columns: readonly (readonly [Column, Uint8Array | Int32Array | Float32Array])[];
  readonly epochs: number;
}

/** The task's data in a folder of its own, which is the caller's to remove, and the start of its training. */
export function startOf(task: Task): { readonly start: TrainStart; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'neuroloom-generate-'));
  const [data, checkpoints] = [join(folder, 'data'), join(folder, 'checkpoints')];
  mkdirSync(data);
  mkdirSync(checkpoints);
  for (const [{ file }, values] of task.columns) writeFileSync(join(data, file), values);
  const manifest = {
    ...imageManifest([1, 1, 1], { rows: task.rows }),
    order: task.order,
    columns: task.columns.map(([column]) => column),
  };
  const empty = emptyProject('Test');
  const project: Project = {
    ...empty,
    networks: [...task.networks],
    recipe: { kind: task.recipe, params: {} },
    data: { dataset: null, inputs: task.inputs, targets: task.targets },
    training: {
      ...empty.training,
      epochs: task.epochs,
      batchSize: 16,
      learningRate: 0.02,
      validationFraction: 0.1,
      testFraction: 0.1,
      seed: 4,
    },
  };
  const request = { backend: 'native', threads: 1, shards: 1, precision: 'float32' } as const;
  const start = startCommand({
    project,
    manifest,
    data,
    checkpoints,
    request,
  });
  return { start, folder };
}

/** The model after so many epochs. Its folder is the caller's to remove. */
export async function trained(
  task: Task,
): Promise<{ readonly source: ModelSource; readonly folder: string }> {
  const { start, folder } = startOf(task);
  const events: TrainEvent[] = [];
  const control = { asked: null, watched: false, kept: () => Promise.resolve(null) };
  await runTraining(start, control, (event) => events.push(event));
  const { path, sha256 } = events.filter((event) => event.type === 'checkpoint').at(-1)!;
  const { engine } = events.find((event) => event.type === 'engine')!;
  const { project, manifest, data } = start;
  return { source: { project, manifest, data, checkpoint: { path, sha256 }, engine }, folder };
}
