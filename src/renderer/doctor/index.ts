export { default as Doctor } from './Doctor.svelte';
export { default as Settings } from './Settings.svelte';
