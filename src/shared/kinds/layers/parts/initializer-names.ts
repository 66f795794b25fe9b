import { initializers } from '../../initializers/index.ts';

export type InitializerName = (typeof initializers)[number]['kind'];

/** The initializers that a kernel can choose, as a non-empty list for `choice`. */
export const initializerNames = initializers.map(({ kind }) => kind) as [
  InitializerName,
  ...InitializerName[],
];
