import { describe, expect, test } from 'vitest';
import type { DatasetManifest } from '../data/manifest.ts';
import { problemText } from '../words/problems.ts';
import { applyEdits } from './apply.ts';
import { canTrain, checkProject } from './check.ts';
import type { Project, TrainingSettings } from './document.ts';
import { starterProject } from './starter.ts';
import { pictures, prices, table } from './testing.ts';

const starter = (data: DatasetManifest, training: Partial<TrainingSettings>): Project => {
  const project = starterProject(data, 'First');
  return { ...project, training: { ...project.training, ...training } };
};
const watching = (monitor: string): Partial<TrainingSettings> => ({
  earlyStopping: { monitor, patience: 3, minDelta: 0 },
});
const wrong = (project: Project, data: DatasetManifest) =>
  checkProject(project, data).filter(({ code }) => code === 'setting-invalid');

describe('early stopping', () => {
  test.each([
    ['loss', table(4)],
    ['accuracy', table(4)],
    ['f1Score', pictures(8)],
    ['r2Score', prices()],
  ])('may watch %s where the run measures it', (monitor, data) => {
    expect(wrong(starter(data, watching(monitor)), data)).toEqual([]);
  });

  test('on what the run does not measure is told, and watches the loss after its fix', () => {
    const project = starter(prices(), watching('accuracy'));
    const [problem, ...others] = wrong(project, prices());
    expect(others).toEqual([]);
    expect(problemText(problem!)).toBe(
      'Settings of the training, Early stopping, accuracy: this run measures nothing of that name.',
    );
    const fixed = applyEdits(project, problem!.fix!.edits);
    expect(fixed.training.earlyStopping).toEqual({ monitor: 'loss', patience: 3, minDelta: 0 });
    expect(canTrain(checkProject(fixed, prices()))).toBe(true);
  });

  test('on what only an evaluation measures wants rows to evaluate', () => {
    const data = table(4);
    const held = (validationFraction: number): Project =>
      starter(data, { ...watching('f1Score'), validationFraction });
    expect(wrong(held(0.2), data)).toEqual([]);
    expect(wrong(held(0), data)).toHaveLength(1);
  });
});

describe('mixing', () => {
  const mix = { kind: 'mixup', alpha: 0.2 } as const;

  test('is for pictures', () => expect(wrong(starter(pictures(28), { mix }), pictures(28))).toEqual([]));

  test('of a table is told, and is off after its fix', () => {
    const project = starter(table(4), { mix });
    const [problem] = wrong(project, table(4));
    expect(problemText(problem!)).toBe(
      'Settings of the training, Mixing, mixup: it is for networks with one input of pictures.',
    );
    const fixed = applyEdits(project, problem!.fix!.edits);
    expect(fixed.training.mix).toEqual({ ...mix, kind: 'none' });
    expect(canTrain(checkProject(fixed, table(4)))).toBe(true);
  });
});
