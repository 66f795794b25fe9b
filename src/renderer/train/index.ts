export { default as RunBar } from './RunBar.svelte';
export { default as TrainPanel } from './TrainPanel.svelte';
export { default as TrainDrawer } from './TrainDrawer.svelte';
export { default as Chart } from './Chart.svelte';
export type { Line } from './plot.ts';
export { decimate } from './series.ts';
