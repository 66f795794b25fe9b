/** Predictions of rows that are held back, with what a loop ought to measure of them. */
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import { lossCase, unmasked } from '../contract/code.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** What the layers of such a network add. */
const PENALTY = 0.25;

/** What is measured of rows that are held back: each counts once, whatever is learned, and what the layers add is in it. */
export const measuredCases: readonly CodeCase[] = [
  ...unmasked
    .filter(({ target }) => target.classes)
    .map((fixture): CodeCase => {
      const { params, rows } = fixture;
      const { name, project, manifest, told } = lossCase({
        ...fixture,
        params: { ...params, classWeights: 'own', classWeight: { 0: 0.5, 1: 3, 2: 0 } },
      });
      const networks = project.networks.map((network) => ({
        ...network,
        nodes: network.nodes.map((node) =>
          node.kind === 'dense' ? { ...node, params: { ...node.params, l2: 0.1 } } : node,
        ),
      }));
      const expected = { epoch_loss: mean(rows.values) + PENALTY };
      return {
        name: `${name}, held back`,
        project: { ...project, networks },
        manifest,
        told: { ...told, run: 'measured', penalty: PENALTY, expected },
      };
    }),
  ...fixtures.metrics
    // Five of six classes is no find, so it is not measured.
    .filter(({ kind, params }) => kind === 'topKCategoricalAccuracy' && Number(params['k']) < 5)
    .map(({ kind, params, prediction, target, rows }): CodeCase => {
      const { project, manifest, told } = lossCase({
        kind: 'sparseCategoricalCrossentropy',
        params,
        prediction,
        target: { ...target, classes: true },
        rows,
        gradient: prediction,
      });
      const width = prediction.shape[1]!;
      const right = target.values.map((label, i) => {
        const scores = prediction.values.slice(i * width, (i + 1) * width);
        return scores.indexOf(Math.max(...scores)) === label ? 1 : 0;
      });
      const expected = { accuracy: mean(right), [`top_${String(params['k'])}_accuracy`]: mean(rows.values) };
      return {
        name: `${kind} ${JSON.stringify(params)}`,
        project,
        manifest,
        told: { ...told, run: 'measured', penalty: 0, expected },
      };
    }),
];
