export { default as Home } from './Home.svelte';
export { openProjectFile, projectAmong } from './project-files.ts';
