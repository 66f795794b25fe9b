import { describe, expect, it } from 'vitest';
import { splitRows } from '../../shared/data/split.ts';
import { trainingSchema } from '../../shared/network/document.ts';
import { STARTER_TRAINING } from '../../shared/network/starter.ts';
import { clippingParams, rowCounts, STOPPING, stoppingParams, trainingParams } from './settings.ts';

const ORDERS = ['rows', 'time'] as const;

describe('rowCounts', () => {
  it.each([
    ['nothing', { train: [0, 1797], validation: [0, 0], test: [0, 0] }],
    ['a test split', { train: [0, 6001], validation: [6001, 6001], test: [6001, 7001] }],
    ['all splits', { train: [0, 100], validation: [100, 120], test: [120, 150] }],
  ] as const)('says what the split gives where the data brings %s', (_, ranges) => {
    const splits = structuredClone(ranges) as unknown as Parameters<typeof splitRows>[0]['splits'];
    for (const [order, fraction] of ORDERS.flatMap((order) =>
      [0, 0.1, 0.33].map((f) => [order, f] as const),
    )) {
      const manifest = { splits, order };
      const training = { ...STARTER_TRAINING, validationFraction: fraction, testFraction: fraction };
      const split = splitRows(manifest, training);
      expect(rowCounts(manifest, training)).toMatchObject({
        train: split.train.length,
        validation: split.validation.length,
        test: split.test.length,
      });
    }
  });

  it('counts a smaller last batch as a step', () => {
    const manifest = {
      splits: {
        train: [0, 101] as [number, number],
        validation: [0, 0] as [number, number],
        test: [0, 0] as [number, number],
      },
      order: 'rows' as const,
    };
    const training = { ...STARTER_TRAINING, batchSize: 10, validationFraction: 0, testFraction: 0 };
    expect(rowCounts(manifest, training).stepsPerEpoch).toBe(11);
  });
});

it.each(Object.entries(trainingParams))('offers for %s only what a document may hold', (name, param) => {
  const schema = trainingSchema.shape[name as keyof typeof trainingParams];
  const { control } = param;
  if (control.type !== 'integer' && control.type !== 'number') throw new Error('a setting is a number');
  for (const value of [control.min, param.default, control.max])
    expect(schema.safeParse(value).success).toBe(true);
});

it('draws clipping and early stopping as a document may hold them', () => {
  const holds = (training: object): boolean =>
    trainingSchema.safeParse({ ...STARTER_TRAINING, ...training }).success;
  for (const by of clippingParams.by.control.type === 'choice' ? clippingParams.by.control.options : [])
    expect(holds({ gradientClipping: { by, limit: clippingParams.limit.default } })).toBe(true);
  expect(holds({ earlyStopping: STOPPING })).toBe(true);
  for (const [name, param] of Object.entries(stoppingParams))
    expect(param.default).toBe(STOPPING[name as keyof typeof STOPPING]);
});

it('reads settings of before there were schedules, clipping and early stopping', () => {
  const old = Object.fromEntries(
    Object.entries(STARTER_TRAINING).filter(
      ([name]) => !['schedule', 'gradientClipping', 'mix', 'earlyStopping'].includes(name),
    ),
  );
  expect(trainingSchema.parse(old)).toEqual(STARTER_TRAINING);
});
