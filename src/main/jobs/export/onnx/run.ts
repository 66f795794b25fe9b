/** An ONNX model in onnxruntime-web: WebAssembly, one thread, no install script; another runtime than the app's own. */
import * as ort from 'onnxruntime-web';
import type { BatchValues } from '../../model/forward-rows.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { sizeOf } from '../../../../shared/kinds/shape.ts';

export const ONNX_RUNTIME = `onnxruntime-web ${ort.env.versions.web ?? ''}`.trim();

export interface OnnxSession {
  /** Runs rows (batch first, in the shapes given) and answers every output by name. */
  run(
    inputs: Readonly<Record<string, { readonly shape: Shape; readonly values: Float32Array }>>,
    rows: number,
  ): Promise<Readonly<Record<string, BatchValues>>>;
  close(): Promise<void>;
}

/** Rejects with the runtime's own error where it cannot read the model. */
export async function openOnnx(bytes: Uint8Array): Promise<OnnxSession> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  return {
    async run(inputs, rows) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { shape, values }]) => [
          name,
          new ort.Tensor('float32', values, [rows, ...shape]),
        ]),
      );
      const outputs = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => {
          const shape = tensor.dims.slice(1);
          const values = tensor.data as Float32Array;
          if (tensor.dims[0] !== rows || values.length !== rows * sizeOf(shape))
            throw new Error(`${name} came back as ${tensor.dims.join(' × ')} for ${rows} rows`);
          return [name, { shape, values }];
        }),
      );
    },
    close: () => session.release(),
  };
}
