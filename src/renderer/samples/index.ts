/** What networks make, shown: for every room. */
export { default as Made } from './Made.svelte';
export { default as Samples } from './Samples.svelte';
export { makesSamples, makingOf } from './making.ts';
export type { Making } from './making.ts';
