import type { Port } from '../../define.ts';

/** Ports of a layer with one input and one output. */
export const input = (doc: string): readonly Port[] => [{ name: 'input', doc }];
export const output = (doc: string): readonly Port[] => [{ name: 'output', doc }];
/** The port of a layer that joins branches. */
export const branches = (doc: string): readonly Port[] => [{ name: 'input', doc, many: true }];
