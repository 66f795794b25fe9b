import { describe, expect, test } from 'vitest';
import { layers } from '../../../shared/kinds/layers/index.ts';
import type { AnyLayer } from '../../../shared/kinds/define.ts';
import { inferNetwork } from '../../../shared/network/infer.ts';
import type { NodeFacts } from '../../../shared/network/infer.ts';
import { draw, step } from '../../../shared/network/starter-drawing.ts';
import { HEIGHT, WIDTH } from './marks.ts';
import type { Mark } from './marks.ts';
import { pictureOf } from './picture.ts';

/** A layer as it stands in a network, on its example. */
function factsOf(kind: AnyLayer, example: AnyLayer['examples'][number]): NodeFacts | undefined {
  const inputs = example.inputs.map((shape, i) => step('input', { shape }, { as: `in${i}` }));
  const [first] = kind.inputs;
  const network = draw({ id: 'network', name: 'Network' }, [
    ...inputs,
    step(kind.kind, example.params ?? {}, { from: {} }),
  ]);
  const node = network.nodes.at(-1)!;
  const edges = example.inputs.map((_, i) => ({
    id: `e${i}`,
    from: { node: network.nodes[i]!.id, port: 'output' },
    to: { node: node.id, port: first?.many ? first.name : kind.inputs[i]!.name },
  }));
  return inferNetwork({ ...network, edges }).byId.get(node.id);
}

const xs = (mark: Mark): number[] => {
  switch (mark.mark) {
    case 'line':
      return [mark.from[0], mark.to[0]];
    case 'cell':
    case 'frame':
      return [mark.x, mark.x + mark.width];
    default:
      return [mark.x];
  }
};
const ys = (mark: Mark): number[] => {
  switch (mark.mark) {
    case 'line':
      return [mark.from[1], mark.to[1]];
    case 'cell':
    case 'frame':
      return [mark.y, mark.y + mark.height];
    default:
      return [mark.y];
  }
};

/** Kinds of which a picture says no more than the words. */
const WITHOUT = ['activation', 'leakyReLU', 'prelu', 'sampling', 'group', 'positionEmbedding', 'masking'];

const all = layers as readonly AnyLayer[];
const drawn = all.filter(
  ({ kind, group }) => group !== 'end' && group !== 'augmentation' && !WITHOUT.includes(kind),
);

describe.each(drawn.map((kind) => [kind.kind, kind] as const))('%s', (_, kind) => {
  test('has a picture that fits, on each of its examples, with the same in words', () => {
    for (const example of kind.examples) {
      const facts = factsOf(kind, example)!;
      const picture = pictureOf(facts);
      if (kind.group === 'regularisation' && !picture) continue;
      expect(picture?.alt).toMatch(/^[A-Z0-9].*\.$/);
      expect(picture!.alt).not.toMatch(/NaN|undefined/);
      const marks = picture!.marks;
      expect(marks.length).toBeGreaterThan(3);
      for (const x of marks.flatMap(xs)) expect(x >= 0 && x <= WIDTH, `${x}`).toBe(true);
      for (const y of marks.flatMap(ys)) expect(y >= 0 && y <= HEIGHT, `${y}`).toBe(true);
    }
  });
});

test('large shapes are drawn in part, in no more marks than a small picture has', () => {
  const large = draw({ id: 'network', name: 'Network' }, [
    step('input', { shape: [224, 224, 3] }),
    step('conv2D', { filters: 64, kernelSize: [7, 7], strides: [2, 2] }),
    step('flatten'),
    step('dense', { units: 4096 }),
  ]);
  for (const facts of inferNetwork(large).order.slice(1))
    expect(pictureOf(facts)!.marks.length).toBeLessThan(400);
});

test('what attention may not see is left out of its picture', () => {
  const of = (causal: boolean): number => {
    const network = draw({ id: 'network', name: 'Network' }, [
      step('input', { shape: [6, 8] }),
      step('multiHeadAttention', { numHeads: 2, keyDim: 4, causal }),
    ]);
    const marks = pictureOf(inferNetwork(network).order[1]!)!.marks;
    return marks.filter((mark) => mark.mark === 'cell' && mark.tone === 'off').length;
  };
  expect([of(false), of(true)]).toEqual([0, 15]);
});
