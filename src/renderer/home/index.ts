export { default as Home } from './Home.svelte';
export { openProjectFile, projectAmong } from './project-files.ts';
export { default as Templates } from './Templates.svelte';
