export { default as DrawnNetwork } from './DrawnNetwork.svelte';
export { default as Home } from './Home.svelte';
export { default as NewProject } from './NewProject.svelte';
export { default as Templates } from './Templates.svelte';
export { newestFirst } from './projects.svelte.ts';
export { chooseProjectFile, saveProjectCopy, takeFiles } from './project-files.ts';
