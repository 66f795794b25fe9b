/** Settings of the training that this network and its data cannot follow. */
import type { DatasetManifest } from '../data/manifest.ts';
import { isRowMetric, isWholeMetric } from '../kinds/metrics/index.ts';
import type { MetricKind } from '../kinds/define.ts';
import { named, settingNames } from '../words/problems.ts';
import type { Problem, ProblemFacts } from '../words/problems.ts';
import { valueWords } from '../words/values.ts';
import type { Project, TrainingSettings } from './document.ts';
import { feedOf, roleNetworks, targetOf } from './ends.ts';
import type { EndsContext } from './ends.ts';
import { inferNetwork } from './infer.ts';
import { canMix, metricNames, metricsOf, monitored, stepMeasures } from './measures.ts';
import type { Measuring } from './measures.ts';

/** Of a project whose networks fit the data. */
export function checkSettings(context: EndsContext, manifest: DatasetManifest): Problem[] {
  const { project, recipe } = context;
  const { earlyStopping, mix } = project.training;
  if (!earlyStopping && mix.kind === 'none') return [];
  const { inputs, outputs } = endsOf(context);
  const measuring = (fits: (metric: MetricKind) => boolean): readonly Measuring[] =>
    outputs.map(({ name, target, params }) => ({
      name,
      metrics: metricsOf(target, params)
        .filter(({ metric }) => fits(metric))
        .map((asked) => asked.name),
    }));
  const measured = [
    ...stepMeasures(recipe, measuring(isRowMetric)),
    ...(validates(project, manifest) ? metricNames(measuring(isWholeMetric)) : []),
  ];
  const problems: Problem[] = [];
  if (earlyStopping && monitored(measured, earlyStopping.monitor) === undefined) {
    const facts = {
      setting: 'earlyStopping',
      of: earlyStopping.monitor,
      reason: valueWords.notMeasured,
    } as const;
    problems.push(wrong(facts, named.loss, { earlyStopping: { ...earlyStopping, monitor: 'loss' } }));
  }
  if (
    mix.kind !== 'none' &&
    !canMix(
      inputs,
      outputs.map(({ target }) => target),
    )
  ) {
    const facts = { setting: 'mix', of: mix.kind, reason: valueWords.onePictureInput } as const;
    problems.push(wrong(facts, named.off, { mix: { ...mix, kind: 'none' } }));
  }
  return problems;
}

const wrong = (
  facts: ProblemFacts['setting-invalid'],
  value: string,
  training: Partial<TrainingSettings>,
): Problem => ({
  at: {},
  severity: 'error',
  code: 'setting-invalid',
  facts,
  fix: {
    code: 'set',
    facts: { param: settingNames[facts.setting], value },
    edits: [{ edit: 'set-training', training }],
  },
});

/** Whether any rows are held out to be measured on after each epoch. */
function validates({ training }: Project, { splits }: DatasetManifest): boolean {
  const [from, to] = splits.validation;
  return to > from || training.validationFraction > 0;
}

/** What feeds the inputs of all networks, and what their outputs learn. */
function endsOf(context: EndsContext) {
  const facts = roleNetworks(context.project).flatMap((network) =>
    inferNetwork(network).order.map((own) => ({ network, own })),
  );
  return {
    inputs: facts.flatMap(({ network, own }) => {
      const feed = own.kind.kind === 'input' ? feedOf(context, network, own) : null;
      return feed?.ok ? [{ ...feed.value, shape: own.outputs[0]! }] : [];
    }),
    outputs: facts.flatMap(({ network, own }) => {
      const target = own.kind.kind === 'output' ? targetOf(context, network, own) : null;
      return target?.ok && target.value
        ? [{ name: own.node.name, target: target.value, params: own.params }]
        : [];
    }),
  };
}
