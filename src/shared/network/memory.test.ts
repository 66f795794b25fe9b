import { describe, expect, it } from 'vitest';
import type { Network } from './document.ts';
import { expandNetwork } from './expand.ts';
import { inferNetwork } from './infer.ts';
import { estimateMemory, evaluationRows } from './memory.ts';
import { emptyProject } from './starter.ts';
import { pictures } from './testing.ts';

/** Layers one after the other. */
const chain = (
  ...layers: readonly (readonly [kind: string, params: Record<string, unknown>])[]
): Network => ({
  id: 'network',
  name: 'Network',
  nodes: layers.map(([kind, params], i) => ({
    id: `n${i}`,
    kind,
    name: `n${i}`,
    params,
    position: { x: 0, y: 0 },
    trainable: true,
  })),
  edges: layers.slice(1).map((_, i) => ({
    id: `e${i}`,
    from: { node: `n${i}`, port: 'output' },
    to: { node: `n${i + 1}`, port: 'input' },
  })),
});
const rowsOf = (...networks: readonly Network[]): number =>
  evaluationRows(networks.map((network) => inferNetwork(expandNetwork(network))));
const convolution = (side: number, filters: number): Network =>
  chain(['input', { shape: [side, side, 3] }], ['conv2D', { filters, padding: 'same', activation: 'relu' }]);
const blocks = (count: number): Network =>
  chain(
    ['input', { shape: [64, 128] }],
    ...Array.from(
      { length: count },
      () => ['transformerDecoder', { numHeads: 4, intermediateDim: 512, activation: 'gelu' }] as const,
    ),
  );

describe('the rows evaluated at once', () => {
  it('are 256 of light ones', () => {
    expect(rowsOf(chain(['input', { shape: [784] }], ['dense', { units: 256 }]))).toBe(256);
  });
  it('are fewer the more values a row makes, and 16 at least', () => {
    // 28 · 28 · 32 · 3 steps and the input: 0.3 MB a row.
    expect(rowsOf(convolution(28, 32))).toBe(256);
    // Ten times as much.
    expect(rowsOf(convolution(90, 32))).toBe(32);
    expect(rowsOf(convolution(512, 64))).toBe(16);
  });
  it('count what composite layers are made of, and all networks', () => {
    expect(rowsOf(blocks(1))).toBe(128);
    expect(rowsOf(blocks(4))).toBe(32);
    expect(rowsOf(convolution(64, 32), convolution(64, 32))).toBe(rowsOf(convolution(64, 32)) / 2);
  });
});

describe('the values between the layers', () => {
  const generator = chain(['input', { shape: [8] }], ['dense', { units: 64 }], ['output', {}]);
  const judge = chain(
    ['input', { shape: [64] }],
    ['dense', { units: 256 }],
    ['dense', { units: 1 }],
    ['output', {}],
  );
  const activations = (params: Record<string, unknown>): number => {
    const empty = emptyProject('GAN');
    const project = {
      ...empty,
      recipe: { kind: 'gan', params },
      networks: [generator, { ...judge, id: 'judge' }],
      training: { ...empty.training, batchSize: 4096 },
    };
    const room = { free: 64e9, memory: 64e9, cores: 1 };
    return estimateMemory(project, pictures(8), room).activations;
  };
  it('are those of every pass of a network in an update', () => {
    const [two, five] = [activations({}), activations({ objective: 'wasserstein' })];
    const unpunished = activations({ objective: 'wasserstein', gradientPenalty: 0 });
    expect(unpunished).toBe(two);
    expect(five).toBeGreaterThan(2 * two);
    expect(five).toBeLessThan(2.5 * two);
  });
});
