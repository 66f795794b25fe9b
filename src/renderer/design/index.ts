export { default as CodePanel } from './CodePanel.svelte';
export { default as Palette } from './Palette.svelte';
export { default as Properties } from './Properties.svelte';
export { default as ParamFields } from './ParamFields.svelte';
export { default as RecipeField } from './RecipeField.svelte';
export { default as ParamField } from './ParamField.svelte';
