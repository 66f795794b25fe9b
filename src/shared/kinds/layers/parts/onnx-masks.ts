/** Sequences with masked steps for ONNX' recurrent operators, which know a length for each row and nothing between. */
import type { OnnxWriter } from '../../define.ts';

/** ONNX' numbers of types. */
const TYPE = { int32: 6, int64: 7, bool: 9 } as const;

export const whole = (writer: OnnxWriter, ...values: readonly number[]): string =>
  writer.constant(BigInt64Array.from(values, BigInt), [values.length]);
const number = (writer: OnnxWriter, value: number): string => writer.constant(Float32Array.of(value), []);

/** 1 for a step of x [n, time, width] with another number than `hidden`, [n, time] or, `kept`, [n, time, 1]. */
export const shownSteps = (writer: OnnxWriter, hidden: number, x: string, kept: 0 | 1): string =>
  writer.node('ReduceMax', [shown(writer, hidden, x)], { axes: [-1], keepdims: kept });
/** 1 for each number that is another than `hidden`. */
export const shown = (writer: OnnxWriter, hidden: number, x: string): string => {
  const apart = hidden === 0 ? x : writer.node('Sub', [x, number(writer, hidden)]);
  return writer.node('Sign', [writer.node('Abs', [apart])]);
};

/** The values of a step where its mask [n, 1] lets it through, else others. */
export const chosen = (writer: OnnxWriter, mask: string, through: string, other: string): string =>
  writer.node('Where', [writer.node('Cast', [mask], { to: TYPE.bool }), through, other]);

/** How many steps [n, time] are let through up to each one, in the order of the run, itself among them. */
const counted = (writer: OnnxWriter, mask: string, backward: boolean): string =>
  writer.node('CumSum', [mask, writer.constant(BigInt64Array.of(1n), [])], { reverse: backward ? 1 : 0 });

/** 1 from the first step of the run on that is let through, [n, time]. */
export const begun = (writer: OnnxWriter, mask: string, backward: boolean): string =>
  writer.node('Sign', [counted(writer, mask, backward)]);

/** 1 for rows [n, 1] in which any step is let through. */
export const anyStep = (writer: OnnxWriter, mask: string): string =>
  writer.node('ReduceMax', [mask], { axes: [1], keepdims: 1 });

/** Steps of x [n, time, width] at these places [n, time], whole numbers as float. */
function taken(writer: OnnxWriter, x: string, places: string): string {
  const at = writer.node('Unsqueeze', [writer.node('Cast', [places], { to: TYPE.int64 }), whole(writer, 2)]);
  return writer.node('GatherElements', [x, writer.node('Expand', [at, writer.node('Shape', [x])])], {
    axis: 1,
  });
}

/** x [n, time, width] with the steps that are let through first, in their order, and how many those are: int32 [n]. */
export function movedUp(
  writer: OnnxWriter,
  x: string,
  mask: string,
  steps: number,
): { readonly x: string; readonly lengths: string } {
  const early = writer.constant(
    Float32Array.from({ length: steps }, (_, time) => steps - time),
    [1, steps],
  );
  const rank = writer.node('Add', [writer.node('Mul', [mask, number(writer, 2 * steps)]), early]);
  const [, order] = writer.nodes('TopK', [rank, whole(writer, steps)], 2, { axis: 1 });
  const length = writer.node('ReduceSum', [mask, whole(writer, 1)], { keepdims: 0 });
  return {
    x: taken(writer, x, order!),
    lengths: writer.node('Cast', [length], { to: TYPE.int32 }),
  };
}

/**
 * The way back: of y, whose first steps are those let through, what the run gave last at each step, and zeros before its
 * first one.
 */
export function movedBack(
  writer: OnnxWriter,
  y: string,
  mask: string,
  steps: number,
  backward: boolean,
): string {
  const upToNow = counted(writer, mask, false);
  // Going backward, the last one before a masked step is the next one in time.
  const place = writer.node('Sub', [upToNow, backward ? mask : number(writer, 1)]);
  const within = writer.node('Clip', [place, number(writer, 0), number(writer, steps - 1)]);
  const shown = writer.node('Unsqueeze', [begun(writer, mask, backward), whole(writer, 2)]);
  return writer.node('Mul', [taken(writer, y, within), shown]);
}
