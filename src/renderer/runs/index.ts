export { default as RunsRoom } from './RunsRoom.svelte';
export { default as RunsSide } from './RunsSide.svelte';
export { Runs, getRuns, setRuns } from './runs.svelte.ts';
