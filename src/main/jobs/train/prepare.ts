/** What a run needs before its first step: the data, the engine, a trainer in the state it starts from. */
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Engine } from '../../../shared/contract/runs.ts';
import { roomForData } from '../../../shared/network/memory.ts';
import { multiplyAddsOf } from '../../../shared/network/shards.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { readCheckpoint, START_OF_COURSE } from '../checkpoint/checkpoint.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { classWeights } from '../model/class-weights.ts';
import { loadData } from '../model/data.ts';
import type { ModelData, Room } from '../model/data.ts';
import { wholeNames } from '../model/evaluation.ts';
import { makePlan, scaledPlan } from '../model/plan.ts';
import type { Plan } from '../model/plan.ts';
import { fitPreprocessing } from '../model/preprocess.ts';
import { chooseEngine, findNative, loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { machineRoom, multipliesBfloat16, physicalCores } from '../tensorflow/install/machine.ts';
import { portableVersion } from '../tensorflow/portable.ts';
import type { Start } from './control.ts';
import { createCourse } from './course.ts';
import type { Course } from './course.ts';
import { createEagerTrainer } from './eager.ts';
import { chooseMix } from './mix.ts';
import { chooseOptimizer } from './optimize.ts';
import { createSampler } from './sampler.ts';
import type { Sampler } from './sampler.ts';
import { createTracedTrainer } from './traced.ts';
import { initialState, stateMismatch, stepsPerEpoch } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

export interface Prepared {
  readonly plan: Plan;
  readonly data: ModelData;
  /** Bytes of the data that may be in memory. */
  readonly room: number;
  readonly runtime: TensorFlowRuntime;
  readonly options: TrainerOptions;
  readonly trainer: Trainer;
  readonly course: Course;
  /** Null for a network that makes nothing. */
  readonly sampler: Sampler | null;
  readonly begin: Pick<Checkpoint, 'step' | 'epoch' | 'sums' | 'preprocessing' | 'best'>;
  readonly resumed: boolean;
}

export const machineRoomFor = ({ project, manifest }: Start): number =>
  roomForData(project, manifest, machineRoom());

export async function prepareRun(
  start: Start,
  send: (event: TrainEvent) => void,
  { room = machineRoomFor(start), scratch = null }: Room = {},
): Promise<Prepared> {
  const { project, manifest } = start;
  const { training } = project;
  const plan = makePlan(project, manifest);
  const optimizer = chooseOptimizer(training);
  const mix = chooseMix(training, plan);
  const checkpoint = start.resume ? await readCheckpoint(start.resume) : null;
  const engine = start.engine ?? decideEngine(start, plan);
  const runtime = await loadTensorFlow(engine);
  send({
    type: 'engine',
    engine: start.engine ?? { ...engine, version: runtime.version, device: runtime.device },
    parameters: plan.parameters,
  });

  const data = await loadData(plan, manifest, start.data, training, { room, scratch });
  if (data.split.train.length === 0) {
    throw new Failed(failure('data-damaged', { name: manifest.name, detail: coreWords.noRows }));
  }
  const initial = initialState(plan, optimizer, training.seed);
  if (checkpoint) {
    const detail =
      checkpoint.seed === training.seed ? stateMismatch(initial, checkpoint.tensors) : 'its seed was changed';
    if (detail !== null) throw new Failed(failure('run-not-resumable', { run: start.run, detail }));
  }
  const preprocessing = checkpoint?.preprocessing ?? fitPreprocessing(plan, data);
  const scaled = scaledPlan(plan, preprocessing);
  const perEpoch = stepsPerEpoch(plan, data, training.batchSize);
  const course = createCourse(
    training,
    [...plan.series, ...(data.split.validation.length > 0 ? wholeNames(plan) : [])],
    { perEpoch, steps: perEpoch * training.epochs },
    checkpoint?.course ?? START_OF_COURSE,
  );
  const options: TrainerOptions = {
    plan: scaled,
    data,
    preprocessing,
    optimizer,
    state: checkpoint?.tensors ?? initial,
    batchSize: training.batchSize,
    seed: training.seed,
    shards: engine.shards,
    classWeights: classWeights(plan, data),
    mix,
  };
  const trainer =
    runtime.kind === 'native'
      ? createTracedTrainer(runtime, options, engine.precision, engine.stepsPerCall)
      : createEagerTrainer(runtime, options);
  const sampler = createSampler(start, { runtime, plan, data, preprocessing });
  // The session has its own copy now.
  if (runtime.kind === 'native') data.inputs.clear();
  return {
    plan: scaled,
    data,
    room,
    runtime,
    options,
    trainer,
    course,
    sampler,
    begin: checkpoint ?? { step: 0, epoch: 0, sums: { rows: 0, series: [] }, preprocessing, best: null },
    resumed: checkpoint !== null,
  };
}

function decideEngine({ request, project }: Start, plan: Plan): Engine {
  const native = findNative();
  const engine = chooseEngine(request, {
    cores: physicalCores(),
    native: 'missing' in native ? null : native,
    portableVersion: portableVersion(),
    bfloat16: multipliesBfloat16(),
    batchSize: project.training.batchSize,
    multiplyAdds: multiplyAddsOf(plan.networks.map(({ inferred }) => inferred)),
    wholeBatch: plan.wholeBatch,
  });
  if (engine) return engine;
  throw new Failed(failure('tensorflow-missing', { detail: 'missing' in native ? native.missing : '' }));
}
