/** Loads a binding in a process of its own (a wrong one may kill it) and multiplies two matrices with it. */
import { missing } from '../../../../shared/words/missing.ts';
import { SourceFailed } from './progress.ts';
import { complaint, run } from './run.ts';

/** Runs as `node -e`, so it is the same for sources and bundles. Prints TensorFlow's version. */
const program = `
const binding = require(process.env.NEUROLOOM_BINDING);
const matrix = (values) => binding.createTensor([2, 2], binding.TF_FLOAT, Float32Array.from(values));
const attributes = [
  { name: 'transpose_a', type: binding.TF_ATTR_BOOL, value: false },
  { name: 'transpose_b', type: binding.TF_ATTR_BOOL, value: false },
  { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
];
const [product] = binding.executeOp('MatMul', attributes, [matrix([1, 2, 3, 4]), matrix([5, 6, 7, 8])], 1);
const values = Array.from(binding.tensorDataSync(product.id));
if (values.join() !== '19,22,43,50') throw new Error('a product of matrices came out as ' + values.join());
console.log(JSON.stringify({ version: binding.TF_Version }));
`;

/** TensorFlow's version, if it loads and computes. */
export async function verifyBinding(binding: string): Promise<string> {
  const ran = await run(process.execPath, ['--input-type=commonjs', '-e', program], {
    timeoutMs: 120_000,
    env: { NEUROLOOM_BINDING: binding, TF_CPP_MIN_LOG_LEVEL: '3', NODE_OPTIONS: '' },
  });
  const version = /^\{"version":"([^"]+)"\}$/m.exec(ran.stdout)?.[1];
  if (ran.code === 0 && version) return version;
  const why = ran.signal === 'SIGILL' ? 'the processor lacks an instruction that it uses' : complaint(ran);
  throw new SourceFailed(missing('binding-fails', why));
}
