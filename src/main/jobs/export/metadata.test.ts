import { describe, expect, it } from 'vitest';
import type { InputPreprocessing } from '../../../shared/data/preprocessing.ts';
import { prepare as prepareInTensorFlow } from '../model/preprocess.ts';
import { nativeRuntime, randomValues } from './contract/contract.fixture.ts';
import { prepare } from './metadata.ts';

const table: InputPreprocessing = {
  columns: [
    { name: 'age', type: 'number' },
    { name: 'colour', type: 'category', classes: ['red', 'green'] },
    { name: 'weight', type: 'number' },
  ],
  shape: [4],
  offset: [1.7, 0, 0, -20.3],
  scale: [0.37, 1, 1, 1 / 3],
};

describe('preparing raw rows as the metadata says', () => {
  it('takes a missing number for the offset', () => {
    expect([...prepare(Float32Array.of(NaN, 1, 0, NaN, 1.7, 0, 1, -20.3), table)]).toEqual([
      0, 1, 0, 0, 0, 0, 1, 0,
    ]);
  });

  it('gives, bit for bit, what the model was trained on', async () => {
    const { tf } = await nativeRuntime();
    const raw = randomValues([50, 4], 'raw').map((value, i) => (i % 7 === 0 ? NaN : value * 30));
    const picture = { ...table, columns: [{ name: 'image', type: 'image' as const }], shape: [2, 2, 1] };
    const bytes = randomValues([50, 4], 'bytes').map((value) => Math.round(Math.abs(value) * 80) % 256);
    const cases = [
      { values: raw, how: table },
      { values: bytes, how: { ...picture, offset: [0], scale: [1 / 255] } },
      { values: bytes, how: { ...picture, offset: [72.94], scale: [1 / 90.02] } },
    ];
    for (const { values, how } of cases) {
      const expected = tf.tidy(() =>
        prepareInTensorFlow(tf, tf.tensor2d(values, [50, 4]), how, how.shape)
          .dataSync<'float32'>()
          .slice(),
      );
      expect(prepare(values, how)).toEqual(expected);
    }
  });
});
