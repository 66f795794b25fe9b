import type { InitializerKind } from '../../define.ts';
import { initializers } from '../../initializers/index.ts';

export type InitializerName = (typeof initializers)[number]['kind'];

type Names = [InitializerName, ...InitializerName[]];

/** The initializers that a kernel which is a matrix can choose, as a non-empty list for `choice`. */
export const initializerNames = initializers.map(({ kind }) => kind) as Names;

/** Those that any kernel can choose. */
export const kernelInitializerNames = (initializers as readonly InitializerKind[])
  .filter(({ matrixOnly }) => !matrixOnly)
  .map(({ kind }) => kind) as Names;
