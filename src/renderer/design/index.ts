export { default as Palette } from './Palette.svelte';
export { default as Properties } from './Properties.svelte';
export { default as ParamField } from './ParamField.svelte';
export { default as ProblemList } from './ProblemList.svelte';
