import { expect, test } from 'vitest';
import { chainProject, imageManifest } from '../train/project.fixture.ts';
import { probabilities } from './probabilities.ts';

function endingIn(activation: string, units: number) {
  const manifest = imageManifest([4, 4, 1], { rows: 10, classes: 2 });
  const project = chainProject([4, 4, 1], [['flatten'], ['dense', { units, activation }]], manifest);
  return { network: project.networks[0]! };
}

test('one number is the second of two classes, by a sigmoid or to be put through one', () => {
  expect(probabilities(endingIn('sigmoid', 1), 'output', [0.75])).toEqual([0.25, 0.75]);
  const [first, second] = probabilities(endingIn('linear', 1), 'output', [Math.log(3)]);
  expect(second).toBeCloseTo(0.75, 12);
  expect(first).toBeCloseTo(0.25, 12);
});

test('a number for each class is a probability after a softmax only', () => {
  expect(probabilities(endingIn('softmax', 2), 'output', [0.1, 0.9])).toEqual([0.1, 0.9]);
  const [first, second] = probabilities(endingIn('linear', 2), 'output', [1, 1 + Math.log(3)]);
  expect(second).toBeCloseTo(0.75, 12);
  expect(first).toBeCloseTo(0.25, 12);
});
