export { default as Canvas } from './Canvas.svelte';
export { default as SaveSign } from './SaveSign.svelte';
export { canvasOf, isError } from './canvas.svelte.ts';
export type { CanvasModel } from './canvas.svelte.ts';
export { canvasCommands } from './commands.ts';
export { OpenProject } from './project.svelte.ts';
export { iconOf } from './icons.ts';
