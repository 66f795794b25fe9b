import { expect, test } from 'vitest';
import { chooseEngine, engineEnvironment } from './engine.ts';
import { physicalCores } from './install/machine.ts';
import type { EngineFacts } from './engine.ts';

const facts: EngineFacts = {
  cores: 4,
  native: { version: '2.21.0', device: 'cpu' },
  portableVersion: '4.22.0',
  bfloat16: true,
  batchSize: 128,
  multiplyAdds: 100_000,
  wholeBatch: false,
};
const auto = { backend: 'auto', threads: null, shards: null, precision: 'float32' } as const;

test('one shard a core, each op on one thread', () => {
  const engine = chooseEngine(auto, facts)!;
  expect(engine).toEqual({
    backend: 'native',
    version: '2.21.0',
    threads: 4,
    shards: 4,
    precision: 'float32',
    device: 'cpu',
    stepsPerCall: 8,
  });
  expect(engineEnvironment(engine)).toMatchObject({
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '4',
  });
});
test('a small batch is cut less', () => {
  expect(chooseEngine(auto, { ...facts, batchSize: 32 })!.shards).toBe(2);
  expect(chooseEngine(auto, { ...facts, batchSize: 4 })!.shards).toBe(1);
});
test('a small batch of rows that are much work is cut all the same', () => {
  expect(chooseEngine(auto, { ...facts, batchSize: 4, multiplyAdds: 2_000_000 })!.shards).toBe(2);
  expect(chooseEngine(auto, { ...facts, batchSize: 4, multiplyAdds: 50_000_000 })!.shards).toBe(4);
});
test('a layer that looks at the whole batch keeps it whole, whatever is asked', () => {
  const engine = chooseEngine({ ...auto, shards: 3 }, { ...facts, wholeBatch: true })!;
  expect(engine.shards).toBe(1);
  expect(engineEnvironment(engine).TF_NUM_INTRAOP_THREADS).toBe('4');
});
test('what is asked for is used', () => {
  expect(chooseEngine({ ...auto, backend: 'native', threads: 2, shards: 1 }, facts)).toMatchObject({
    threads: 2,
    shards: 1,
  });
  expect(chooseEngine({ ...auto, backend: 'portable' }, facts)).toMatchObject({
    backend: 'portable',
    version: '4.22.0',
    shards: 1,
  });
});
test('a GPU takes the batch whole, and heavier steps together', () => {
  const native = { version: '2.21.0', device: 'gpu' as const };
  const of = (multiplyAdds: number) => chooseEngine(auto, { ...facts, native, multiplyAdds })!;
  expect(of(1_000_000)).toMatchObject({ shards: 1, device: 'gpu', stepsPerCall: 8 });
  expect(of(25_000_000).stepsPerCall).toBe(4);
  expect(of(1_000_000_000).stepsPerCall).toBe(1);
});
test('small steps are taken together, up to eight and so much work', () => {
  const of = (part: Partial<EngineFacts>) => chooseEngine(auto, { ...facts, ...part })!.stepsPerCall;
  expect(of({ multiplyAdds: 0 })).toBe(8);
  expect(of({ multiplyAdds: 250_000 })).toBe(4);
  expect(of({ multiplyAdds: 250_000, batchSize: 256 })).toBe(2);
  expect(of({ multiplyAdds: 1_000_000 })).toBe(1);
});
test('without a native library: the portable one, unless the native one was asked for', () => {
  expect(chooseEngine(auto, { ...facts, native: null })!.backend).toBe('portable');
  expect(chooseEngine({ ...auto, backend: 'native' }, { ...facts, native: null })).toBeNull();
});
test('bfloat16 where it is asked for and there, else a sentence', () => {
  const mixed = { ...auto, precision: 'bfloat16' } as const;
  expect(chooseEngine(mixed, facts)!.precision).toBe('bfloat16');
  expect(() => chooseEngine({ ...mixed, backend: 'portable' }, facts)).toThrow(/portable.*float32 only/);
  expect(() => chooseEngine(mixed, { ...facts, native: null })).toThrow(/portable.*float32 only/);
  expect(() => chooseEngine(mixed, { ...facts, bfloat16: false })).toThrow(/this processor.*float32 only/);
  expect(chooseEngine(auto, { ...facts, bfloat16: false })!.precision).toBe('float32');
});
test('this machine has a core', () => {
  expect(physicalCores()).toBeGreaterThanOrEqual(1);
});
