/** A session's variables by name. */
import type { Shape } from '../../../shared/kinds/shape.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { TYPE } from './binding.ts';
import type { DataType, TensorId, TypedArray } from './binding.ts';
import type { AddNode } from './graph-nodes.ts';
import type { NativeTensorFlow } from './native.ts';
import { writeVariable } from './variable-nodes.ts';

export interface Variable {
  /** Its name in the graph. */
  readonly node: string;
  readonly shape: Shape;
  readonly dtype: DataType;
  /** Its first value; freed once loaded. */
  readonly initial: TensorId;
  readonly fixed: boolean;
}

export type Variables = ReturnType<typeof createVariables>;

/** `add` adds to the graph what the variables are in it. */
export function createVariables({ backend, device }: NativeTensorFlow, add: AddNode) {
  const variables = new Map<string, Variable>();
  let rereads = 0;
  const of = (name: string): Variable => {
    const known = variables.get(name);
    if (!known) throw new Error(`The session has no variable ${name}`);
    return known;
  };
  return {
    of,
    settable(name: string): Variable {
      const known = of(name);
      if (known.fixed) throw new Error(`The session's ${name} is data, which does not change`);
      return known;
    },
    add(name: string, shape: Shape, dtype: DataType, values: TypedArray, fixed: boolean): void {
      if (variables.has(name)) throw new Error(`The session already has a variable ${name}`);
      if (values.length !== sizeOf(shape))
        throw new Error(`${name}: ${values.length} values for shape ${shape.join(' × ')}`);
      const node = `v${variables.size}`;
      // On a CPU a tensor may be JavaScript's own memory, which the addon gives back to V8 on whatever thread lets go of it
      // last: for a variable that a step updates, one of TensorFlow's, where V8 must not be called. A GPU has a copy.
      writeVariable(add, { node, shape, dtype, copies: device === 'cpu' && !fixed });
      const initial = backend.binding.createTensor(shape, TYPE[dtype], values);
      variables.set(name, { node, shape, dtype, initial, fixed });
    },
    all: (): readonly Variable[] => [...variables.values()],
    /** The name of a node that reads it once more; among others it sorts as the first that does. */
    nextRead: ({ node }: Variable): string => `${node}_read_${rereads++}`,
    clear: (): void => variables.clear(),
  };
}
