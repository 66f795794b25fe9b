export { default as EditingNotice } from './EditingNotice.svelte';
export { default as RunBar } from './RunBar.svelte';
export { default as TrainPanel } from './TrainPanel.svelte';
export { default as TrainDrawer } from './TrainDrawer.svelte';
export { trainCommands } from './commands.ts';
export { runsOf } from './runs.svelte.ts';
