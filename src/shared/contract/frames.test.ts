import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LARGEST_FRAME, decodeFrame, encodeFrame, frameReader } from './frames.ts';
import type { Frame } from './frames.ts';

const frames = fc.array(fc.record({ head: fc.jsonValue(), bytes: fc.uint8Array({ maxLength: 200 }) }), {
  maxLength: 6,
});
const plain = (frame: Frame): unknown => ({ head: frame.head, bytes: [...frame.bytes] });

describe('frames', () => {
  test('come out of a stream as they went in, however it is cut', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
        // JSON has no -0: compare with what JSON makes of the head.
        const expected = sent.map((frame) => ({
          ...frame,
          head: JSON.parse(JSON.stringify(frame.head)) as unknown,
        }));
        const stream = Buffer.concat(sent.map(encodeFrame));
        const received: unknown[] = [];
        const read = frameReader((frame) => received.push(plain(frame)));
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = cuts[i % cuts.length]!;
          read(stream.subarray(at, at + size));
          at += size;
        }
        expect(received).toEqual(expected.map(plain));
      }),
    );
  });

  test('refuse a length that no honest peer sends', () => {
    const head = new Uint8Array(4);
    new DataView(head.buffer).setUint32(0, LARGEST_FRAME + 1, true);
    expect(() => frameReader(() => undefined)(head)).toThrow('announced');
  });

  test('refuse a message whose lengths do not add up', () => {
    const whole = encodeFrame({ head: { a: 1 }, bytes: new Uint8Array(3) });
    expect(() => decodeFrame(whole.subarray(0, whole.length - 1))).toThrow('wrong length');
    const lies = whole.slice();
    new DataView(lies.buffer).setUint32(4, 9999, true);
    expect(() => decodeFrame(lies)).toThrow('longer');
  });
});
