/** A recurrent kind: all of it but its parameters, words and examples. */
import type { ForwardContext, OnnxMask, OnnxWriter, Signal } from '../../define.ts';
import type { Tensor } from '../../ops.ts';
import type { Shape } from '../../shape.ts';
import {
  directionsOf,
  inferRecurrent,
  recurrentForward,
  recurrentInputs,
  recurrentMultiplyAdds,
  recurrentOutputs,
  recurrentSummary,
  recurrentWeights,
} from './recurrent.ts';
import type { Recurrence, RecurrentValues } from './recurrent.ts';
import { BIDIRECTIONAL, kerasRecurrent, readRecurrent } from './recurrent-keras.ts';
import { onnxRecurrent } from './recurrent-onnx.ts';

export const recurrentLayer = (recurrence: Recurrence) => ({
  label: recurrence.label,
  group: 'recurrent' as const,
  inputs: recurrentInputs(recurrence),
  outputs: recurrentOutputs(recurrence),
  summary: recurrentSummary,
  infer: (params: RecurrentValues, inputs: readonly Shape[]) => inferRecurrent(recurrence, params, inputs),
  weights: (params: RecurrentValues, [x]: readonly Shape[]) => recurrentWeights(recurrence, params, x!),
  multiplyAdds: (params: RecurrentValues, [x]: readonly Shape[]) =>
    recurrentMultiplyAdds(recurrence, params, x!),
  extraValues: (params: RecurrentValues, [x]: readonly Shape[]) =>
    recurrence.each.values * x![0]! * params.units * directionsOf(params).length,
  operations: (params: RecurrentValues, [x]: readonly Shape[]) =>
    recurrence.each.operations * x![0]! * directionsOf(params).length,
  forward: (
    context: ForwardContext,
    params: RecurrentValues,
    weights: Readonly<Record<string, Tensor>>,
    inputs: readonly Signal[],
  ) => recurrentForward(recurrence, context, params, weights, inputs),
  keras: (params: RecurrentValues) => kerasRecurrent(recurrence, params),
  fromKeras: {
    className: recurrence.label,
    wrapper: BIDIRECTIONAL,
    params: (config: Readonly<Record<string, unknown>>) => readRecurrent(recurrence, config),
  },
  onnx: (
    writer: OnnxWriter,
    params: RecurrentValues,
    inputs: readonly string[],
    shapes: readonly Shape[],
    [mask = null]: readonly OnnxMask[],
  ): readonly string[] => onnxRecurrent(recurrence, writer, params, inputs, shapes[0]!, mask),
});
