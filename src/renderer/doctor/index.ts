export { default as Doctor } from './Doctor.svelte';
export { default as PortableNotice } from './PortableNotice.svelte';
export { default as Settings } from './Settings.svelte';
export { setUpdates, Updates } from './updates.svelte.ts';
