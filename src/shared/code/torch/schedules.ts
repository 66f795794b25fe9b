/** Every schedule as PyTorch code: a function of the step, by the formula of ours. */
import type { TrainingSettings } from '../../network/document.ts';
import { call, keyword, literal } from '../python.ts';
import { scheduled, stepsOf } from '../schedules.ts';
import type { Scheduled } from '../schedules.ts';

type Params = Scheduled['params'];

const bracketed = (text: string): string => (text.includes('*') ? `(${text})` : text);

/** `steps`: of the run, after the warm-up. */
const FACTORS: Readonly<Record<string, (params: Params, steps: string) => readonly string[]>> = {
  constant: () => ['return 1.0'],
  step: ({ every, factor }: Params) => [
    `return ${factor} ** (step // ${bracketed(stepsOf(every as number))})`,
  ],
  exponential: ({ decayRate, decayEpochs, staircase }: Params) => [
    `return ${decayRate} ** (step ${staircase ? '//' : '/'} ${bracketed(stepsOf(decayEpochs as number))})`,
  ],
  cosine: ({ alpha }: Params, steps) => [
    `wave = (1 + math.cos(math.pi * min(1, step / ${steps}))) / 2`,
    `return ${mixed(alpha as number, 'wave')}`,
  ],
  cosineRestarts: ({ firstEpochs, tMul, mMul, alpha }: Params) => [
    `length, height = ${stepsOf(firstEpochs as number)}, 1.0`,
    'while step >= length:',
    `    step, length, height = step - length, length * ${tMul}, height * ${mMul}`,
    'wave = (1 + math.cos(math.pi * step / length)) / 2',
    `return ${mixed(alpha as number, 'height * wave')}`,
  ],
  oneCycle: ({ peakAt, div, finalDiv }: Params, steps) => [
    `part = min(1, step / max(1, ${steps} - 1))`,
    `if part < ${peakAt}:`,
    `    wave = (1 + math.cos(math.pi * part / ${peakAt})) / 2`,
    `    return 1 + (1 / ${div} - 1) * wave`,
    `wave = (1 + math.cos(math.pi * (part - ${peakAt}) / ${Math.max(1e-9, round(1 - (peakAt as number)))})) / 2`,
    `lowest = 1 / (${div} * ${finalDiv})`,
    'return lowest + (1 - lowest) * wave',
  ],
};
const round = (value: number): number => Number(value.toPrecision(12));
const mixed = (alpha: number, part: string): string =>
  alpha === 0 ? part : `${alpha} + ${round(1 - alpha)} * ${part}`;

export interface WrittenSchedule {
  /** Before the loop; `steps_per_epoch` and `epochs` are known. */
  readonly made: readonly string[];
  /** Before and after an update's step, and after an epoch, whose loss goes by this name. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  epoch(loss: string): readonly string[];
  readonly needs: { readonly stepsPerEpoch: boolean; readonly math: boolean };
}

export function torchSchedule(training: TrainingSettings): WrittenSchedule | null {
  const schedule = scheduled(training);
  if (!schedule) return null;
  const { kind, params, warmupEpochs } = schedule;
  const warmup = warmupEpochs > 0;
  const warmupSteps = `warmup_steps = round(${stepsOf(warmupEpochs)})`;
  if (kind === 'reduceOnPlateau') return plateau(training, params, warmup ? warmupSteps : null);
  const steps = 'steps';
  const lines = FACTORS[kind]!(params, steps);
  const text = lines.join('\n');
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
  return {
    made: [
      ...(warmup ? [warmupSteps] : []),
      ...(uses(steps) ? [`steps = epochs * steps_per_epoch${warmup ? ' - warmup_steps' : ''}`] : []),
      ...(warmup || uses(steps) ? [''] : []),
      '',
      'def factor(step):',
      '    """The part of the learning rate that a step has."""',
      ...(warmup
        ? ['    if step < warmup_steps:', '        return step / warmup_steps', '    step -= warmup_steps']
        : []),
      ...lines.map((line) => `    ${line}`),
      '',
      '',
      'scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)',
    ],
    before: [],
    after: ['scheduler.step()'],
    epoch: () => [],
    needs: { stepsPerEpoch: warmup || uses('steps') || uses('steps_per_epoch'), math: uses('math') },
  };
}

/** PyTorch counts a rest and its patience one further than Keras and we do. */
function plateau(
  { learningRate }: TrainingSettings,
  { factor, patience, minDelta, cooldown, lowest }: Params,
  warmupSteps: string | null,
): WrittenSchedule {
  const args = {
    factor: factor === 0.1 ? null : (factor as number),
    patience: (patience as number) - 1,
    threshold: minDelta === 0.0001 ? null : (minDelta as number),
    threshold_mode: 'abs',
    cooldown: (cooldown as number) > 1 ? (cooldown as number) - 1 : null,
    min_lr: (lowest as number) > 0 ? (lowest as number) * learningRate : null,
  };
  const told = Object.entries(args).flatMap(([name, value]) =>
    value === null ? [] : [keyword(name, literal(value))],
  );
  return {
    made: [
      `scheduler = ${call('torch.optim.lr_scheduler.ReduceLROnPlateau', ['optimizer', ...told])}`,
      ...(warmupSteps === null ? [] : [warmupSteps, 'step = 0']),
    ],
    before:
      warmupSteps === null
        ? []
        : [
            'if step <= warmup_steps:',
            '    for group in optimizer.param_groups:',
            `        group["lr"] = ${learningRate} * step / warmup_steps`,
            'step += 1',
          ],
    after: [],
    epoch: (loss) => [`scheduler.step(${loss})`],
    needs: { stepsPerEpoch: warmupSteps !== null, math: false },
  };
}
