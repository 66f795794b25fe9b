/**
 * Counter-based random numbers: the same key and counter give the same number in every process, on every
 * machine, in any order. Philox-4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as
 * 1, 2, 3", SC11), the generator that TensorFlow's stateless ops use too.
 */
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** One Philox block: four unsigned 32-bit numbers for a 128-bit counter under a 64-bit key. */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** FNV-1a over the UTF-16 units of a text: turns a name ("conv1/kernel") into a 32-bit stream number. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

export interface RandomStream {
  /** The next unsigned 32-bit integer. */
  next(): number;
  /** The next number in [0, 1), 32 bits of it. */
  uniform(): number;
  /** The next standard normal number (Box-Muller). */
  normal(): number;
}

/** An endless stream of numbers that depends on nothing but (seed, stream name). */
export function randomStream(seed: number, stream: string): RandomStream {
  const key: [number, number] = [seed >>> 0, hashText(stream)];
  let block = philox([0, 0, 0, 0], key);
  let taken = 0;
  const next = (): number => {
    if (taken > 0 && taken % block.length === 0) block = philox([taken / block.length, 0, 0, 0], key);
    return block[taken++ % block.length]!;
  };
  const uniform = (): number => next() / 0x100000000;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { next, uniform, normal };
}

/** `start`, `start` + 1, … below `end`. A loop: there can be tens of millions, and `Int32Array.from` takes seconds for them. */
export function countFrom(start: number, end: number): Int32Array {
  const numbers = new Int32Array(end - start);
  for (let i = 0; i < numbers.length; i++) numbers[i] = start + i;
  return numbers;
}

/** A permutation of 0 … count-1 (Fisher-Yates) that depends on nothing but (seed, stream name). */
export function permutation(count: number, seed: number, stream: string): Int32Array {
  const order = countFrom(0, count);
  const random = randomStream(seed, stream);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}

/** More numbers than so many are put into an order that is computed, place by place: kept, it would take gigabytes. */
export const KEPT_ORDER = 2 ** 25;

/** 0 … count-1 in an order that depends on nothing but (seed, stream name), by place. */
export function shuffled(count: number, seed: number, stream: string): (place: number) => number {
  if (count > KEPT_ORDER) return computedOrder(count, seed, stream);
  const order = permutation(count, seed, stream);
  return (place) => order[place]!;
}

const ROUNDS = 8;

/**
 * An order that is computed and takes no memory: a Feistel network over the bits of the place. It permutes the powers of
 * two, so a number that is too large goes through it again until one is not; less than half of them are.
 */
export function computedOrder(count: number, seed: number, stream: string): (place: number) => number {
  const random = randomStream(seed, stream);
  const keys = Int32Array.from({ length: ROUNDS }, () => random.next() | 0);
  const bits = Math.ceil(Math.log2(Math.max(2, count)));
  const low = bits >>> 1;
  const [lowMask, highMask] = [2 ** low - 1, 2 ** (bits - low) - 1];
  const through = (number: number): number => {
    let [a, b] = [number >>> low, number & lowMask];
    for (let round = 0; round < ROUNDS; round += 2) {
      a ^= mixed(b ^ keys[round]!) & highMask;
      b ^= mixed(a ^ keys[round + 1]!) & lowMask;
    }
    return (a << low) | b;
  };
  return (place) => {
    let number = through(place);
    while (number >= count) number = through(number);
    return number;
  };
}

/** Each bit of the result depends on each bit of the number: the end of MurmurHash3. */
function mixed(number: number): number {
  let hash = number;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
