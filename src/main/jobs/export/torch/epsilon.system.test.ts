/** An optimizer's epsilon counts in PyTorch code where it does in ours, whatever its size. */
import type { AnyOptimizer } from '../../../../shared/kinds/define.ts';
import { optimizers } from '../../../../shared/kinds/optimizers/index.ts';
import { paramsSchema } from '../../../../shared/kinds/params.ts';
import { randomStream } from '../../../../shared/random.ts';
import { applyEager, optimizerState } from '../../train/optimize.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { numbers, optimizerCase } from '../contract/code.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';
import { nativeRuntime } from '../contract/contract.fixture.ts';
import { agrees } from './cases.fixture.ts';

const SHAPE = [3, 2];
const WEIGHT = 'weights/network/node/weight';
const learningRate = 0.05;

/** Steps as we take them, along gradients about as small as epsilon. */
function epsilonCase(
  { tf }: TensorFlowRuntime,
  kind: AnyOptimizer,
  params: Record<string, unknown>,
): CodeCase {
  const random = randomStream(1, 'gradients');
  const drawn = (size: number) => Float32Array.from({ length: 6 }, () => size * (2 * random.uniform() - 1));
  const clip = { by: 'none', limit: 1 } as const;
  const optimizer = { kind, params: paramsSchema(kind.params).parse(params), clip };
  const before = drawn(1);
  const spec = { shape: SHAPE, initializer: 'zeros', trainable: true } as const;
  const state = new Map(
    optimizerState(optimizer, [{ name: WEIGHT, spec }]).map(([name, { shape, values }]) => [
      name,
      tf.tensor(values, [...shape]),
    ]),
  );
  state.set(WEIGHT, tf.tensor(before, SHAPE));
  const steps = Array.from({ length: 20 }, () => {
    const gradient = drawn(3 * Number(params['epsilon']));
    const gradients = new Map([[WEIGHT, tf.tensor(gradient, SHAPE)]]);
    const read = (name: string) => state.get(name)!;
    for (const [name, value] of applyEager(tf, read, optimizer, gradients, tf.scalar(learningRate)))
      state.set(name, value);
    return { gradient: numbers(SHAPE, gradient), weight: numbers(SHAPE, read(WEIGHT).dataSync()) };
  });
  return optimizerCase({
    name: `${kind.kind} ${JSON.stringify(params)}`,
    ...{ kind: kind.kind, params, learningRate, before: numbers(SHAPE, before), steps },
  });
}

agrees('steps as every optimizer does, whatever its epsilon', async () => {
  const runtime = await nativeRuntime();
  return (optimizers as readonly AnyOptimizer[])
    .filter(({ params }) => 'epsilon' in params)
    .flatMap((kind) =>
      [1e-5, 1e-3, 1].flatMap((epsilon) => [
        epsilonCase(runtime, kind, { epsilon }),
        epsilonCase(runtime, kind, { epsilon, weightDecay: 0.1 }),
        ...('initialAccumulatorValue' in kind.params
          ? [epsilonCase(runtime, kind, { epsilon, initialAccumulatorValue: 0 })]
          : []),
      ]),
    );
});
