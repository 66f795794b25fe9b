import { beforeAll, describe, expect, test } from 'vitest';
import { attribute } from './binding.ts';
import { loadTensorFlow } from './engine.ts';
import type { NativeTensorFlow } from './native.ts';
import { statelessRandom } from './random.ts';
import { createSession } from './session.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  native = (await loadTensorFlow({ backend: 'native', threads: 2, shards: 2 })) as NativeTensorFlow;
});

test('the environment was set before the library was loaded', () => {
  expect(process.env).toMatchObject({ TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '2' });
  expect(native.version).toMatch(/^2\./);
});

test('several traces share the variables of one session', () => {
  const { tf } = native;
  const before = tf.memory().numTensors;
  const session = createSession(native);
  session.addVariable('total', [2], 'float32', Float32Array.of(1, 2));
  const add = (size: number): void =>
    session.trace(`add ${size}`, [{ shape: [size, 2], dtype: 'float32' }], ([rows], scope) => {
      const next = tf.add(scope.variable('total'), tf.sum(rows!, 0));
      scope.assign('total', next);
      return next;
    });
  add(1);
  add(3);
  session.load();
  expect([...session.run('add 1', [Float32Array.of(10, 20)])]).toEqual([11, 22]);
  session.run('add 3', [Float32Array.of(1, 1, 1, 1, 1, 1)]);
  expect([...session.read('total')]).toEqual([14, 25]);
  session.write('total', Float32Array.of(0, 0));
  expect([...session.run('add 1', [Float32Array.of(1, 1)])]).toEqual([1, 1]);
  session.close();
  expect(tf.memory().numTensors).toBe(before);
});

test('a trace that settles often reads each time what was made of a variable, and changes it after that', () => {
  const { tf } = native;
  const session = createSession(native);
  const at = [attribute.type('dtype', 'float32')];
  session.addVariable('sum', [], 'float32');
  session.addVariable('product', [], 'float32', Float32Array.of(1));
  session.addVariable('step', [], 'float32', Float32Array.of(2));
  session.trace('run', [], (_, scope) => {
    const seen = Array.from({ length: 12 }, (_, i) => {
      if (i > 0) scope.settle();
      const [sum, product] = [scope.variable('sum'), scope.variable('product')];
      // The one is changed every time, the other every third, and one never.
      scope.apply('AssignAddVariableOp', ['sum'], [tf.mul(product, scope.variable('step'))], at);
      if (i % 3 === 2) scope.assign('product', tf.add(tf.mul(product, 2), tf.mul(sum, 0)));
      return sum;
    });
    return tf.stack(seen);
  });
  session.load();
  const [wanted, last] = [[] as number[], { sum: 0, product: 1 }];
  for (let run = 0; run < 20; run++) {
    wanted.length = 0;
    for (let i = 0; i < 12; i++) {
      wanted.push(last.sum);
      last.sum += 2 * last.product;
      if (i % 3 === 2) last.product *= 2;
    }
    expect([...session.run('run', [])]).toEqual(wanted);
    expect([...session.read('sum'), ...session.read('product')]).toEqual([last.sum, last.product]);
    session.writeAll(new Map(Object.entries({ sum: Float32Array.of(0), product: Float32Array.of(1) })));
    Object.assign(last, { sum: 0, product: 1 });
  }
  session.close();
});

test('a recording holds no more than the step that it records, and nothing of a turn before', () => {
  const { tf, backend } = native;
  const tensors = (): number =>
    (backend.binding as unknown as { getNumOfTensors(): number }).getNumOfTensors();
  const session = createSession(native);
  session.addVariable('total', [4], 'float32');
  const held: number[] = [];
  session.trace('turns', [{ shape: [4], dtype: 'float32' }], ([x], scope) => {
    const turns = scope.repeat(3, () => {
      held.push(tensors());
      const squares = Array.from({ length: 10 }, () => tf.square(scope.variable('total')));
      const sum = tf.tidy(() => tf.add(x!, tf.addN(squares)));
      scope.assign('total', sum);
      return tf.sum(sum);
    });
    return tf.stack([...turns]);
  });
  const [first, second, third] = held;
  expect(second! - first!).toBe(third! - second!);
  expect(second! - first!).toBeLessThan(5);
  session.close();
});

test('reads and writes several variables in one call', () => {
  const session = createSession(native);
  const names = ['first', 'second', 'third'];
  for (const [i, name] of names.entries())
    session.addVariable(name, [2], 'float32', Float32Array.of(i, 10 * i));
  session.load();
  const all = (): number[][] => names.map((name) => [...session.readAll(names).get(name)!]);
  expect(all()).toEqual([
    [0, 0],
    [1, 10],
    [2, 20],
  ]);
  session.writeAll(
    new Map([
      ['third', Float32Array.of(7, 8)],
      ['first', Float32Array.of(5, 6)],
    ]),
  );
  expect(all()).toEqual([
    [5, 6],
    [1, 10],
    [7, 8],
  ]);
  expect(() => session.readAll(['fourth'])).toThrow('no variable fourth');
  session.close();
});

/** TensorFlow uses an array where it lies if that is a multiple of 64 bytes: one of these does. */
const places = (): readonly Float32Array[] =>
  [0, 4, 8, 12].map((from) => new Float32Array(32).subarray(from, from + 4).fill(1));

test('a variable is no array of JavaScript, which TensorFlow would give back on a thread of its own', () => {
  const session = createSession(native);
  const first = places();
  first.forEach((values, i) => session.addVariable(`variable ${i}`, [4], 'float32', values));
  session.load();
  const read = (): number[] => first.map((_, i) => session.read(`variable ${i}`)[0]!);
  for (const values of first) values.fill(7);
  expect(read()).toEqual([1, 1, 1, 1]);
  const second = places();
  session.writeAll(new Map(second.map((values, i) => [`variable ${i}`, values.fill(2)])));
  for (const values of second) values.fill(7);
  expect(read()).toEqual([2, 2, 2, 2]);
  session.close();
});

test('data does not change', () => {
  const session = createSession(native);
  session.addData('rows', [2], 'float32', Float32Array.of(1, 2));
  expect(() =>
    session.trace('set', [], (_, scope) => {
      const rows = scope.variable('rows');
      scope.assign('rows', rows);
      return rows;
    }),
  ).toThrow('rows is data');
  session.load();
  expect(() => session.write('rows', Float32Array.of(3, 4))).toThrow('rows is data');
  expect([...session.read('rows')]).toEqual([1, 2]);
  session.close();
});

test('bytes stay bytes in the session', () => {
  const { tf, op } = native;
  const session = createSession(native);
  session.addData('bytes', [3, 2], 'uint8', Uint8Array.of(1, 2, 253, 254, 255, 0));
  session.trace('row', [{ shape: [2], dtype: 'int32' }], ([rows], scope) => {
    const at = [
      attribute.type('Tparams', 'uint8'),
      attribute.type('Tindices', 'int32'),
      attribute.type('Taxis', 'int32'),
      attribute.int('batch_dims', 0),
    ];
    const bytes = op('GatherV2', at, [scope.variable('bytes'), rows!, tf.scalar(0, 'int32')]);
    return op(
      'Cast',
      [attribute.type('SrcT', 'uint8'), attribute.type('DstT', 'float32'), attribute.bool('Truncate', false)],
      [bytes],
    );
  });
  session.load();
  expect([...session.run('row', [Int32Array.of(2, 1)])]).toEqual([255, 0, 253, 254]);
  session.close();
});

test('random numbers depend on seed, step, node and shard', () => {
  const session = createSession(native);
  session.trace('draw', [{ shape: [2], dtype: 'int32' }], ([seed]) => {
    const random = statelessRandom(native, seed!);
    const draws = [random('a', 0), random('b', 0), random('a', 1)].map((of) => of.uniform([500]));
    return native.tf.stack([...draws, random('a', 0).uniform([500], 'other'), random('a', 0).normal([500])]);
  });
  session.load();
  const draw = (seed: number, step: number): Float32Array =>
    session.run('draw', [Int32Array.of(seed, step)]) as Float32Array;
  const first = draw(1, 0);
  expect(draw(1, 0)).toEqual(first);
  const all = [first, draw(1, 1), draw(2, 0)].flatMap((values) =>
    Array.from({ length: 5 }, (_, i) => values.slice(i * 500, (i + 1) * 500).join()),
  );
  expect(new Set(all).size).toBe(15);
  expect(first.slice(0, 2000).every((value) => value >= 0 && value < 1)).toBe(true);
  session.close();
});

describe('what a trace refuses', () => {
  const refused = (step: (tf: NativeTensorFlow['tf']) => ReturnType<NativeTensorFlow['tf']['sum']>): void => {
    const before = native.tf.memory().numTensors;
    const session = createSession(native);
    try {
      session.trace('step', [], () => step(native.tf) as never);
    } finally {
      session.close();
      expect(native.tf.memory().numTensors).toBe(before);
      // The backend is itself again.
      expect(native.tf.tidy(() => native.tf.add(native.tf.scalar(1), 1).dataSync()[0])).toBe(2);
      expect(Math.random()).toBeLessThan(1);
    }
  };
  test('a large constant', () => {
    expect(() =>
      refused((tf) => tf.sum(tf.tensor1d(Float32Array.from({ length: 20_000 }, (_, i) => i)))),
    ).toThrow(/constant of 80000 bytes/);
  });
  test('a random number from JavaScript', () => {
    expect(() => refused((tf) => tf.sum(tf.dropout(tf.ones([4]), 0.5)))).toThrow(
      /random number from JavaScript/,
    );
    expect(() => refused((tf) => tf.sum(tf.randomUniform([3])))).toThrow(/random number from JavaScript/);
  });
  test('a look at a tensor’s values', () => {
    expect(() => refused((tf) => tf.scalar(tf.add(1, 2).dataSync()[0]!))).toThrow(/read a tensor/);
  });
});

test('a large constant of one number is a Fill', () => {
  const session = createSession(native);
  session.trace('step', [], () => native.tf.sum(native.tf.ones([200, 200])));
  session.load();
  expect(session.counts.get('Fill')).toBe(1);
  expect([...session.run('step', [])]).toEqual([40_000]);
  session.close();
});
