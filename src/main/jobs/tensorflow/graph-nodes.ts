/** The nodes of a graph, before it is written. */
import type { OpAttribute } from './binding.ts';

/** What a node's attribute can be besides what an eager op's can: a constant's tensor. */
export type NodeAttribute =
  | OpAttribute
  | {
      readonly name: string;
      readonly tensor: {
        readonly dtype: number;
        readonly shape: readonly number[];
        readonly content: Uint8Array;
      };
    };

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** "name:output", or "^name" for an order alone. */
  readonly inputs: readonly string[];
  readonly attributes: readonly NodeAttribute[];
}

/** Adds a node, under a new name where none is given, and returns its name. */
export type AddNode = (
  op: string,
  inputs: readonly string[],
  attributes: readonly NodeAttribute[],
  name?: string,
) => string;

/** Adds nodes by `give`, which hands them to where they belong. */
export const nodeAdder =
  (give: (node: GraphNode) => void, nextName: () => string): AddNode =>
  (op, inputs, attributes, name = nextName()) => {
    give({ name, op, inputs, attributes });
    return name;
  };

/** Numbers as texts that sort as they do. */
export const inOrder = (number: number): string => String(number).padStart(8, '0');
