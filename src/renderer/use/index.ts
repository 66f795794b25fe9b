export { default as UseRoom } from './UseRoom.svelte';
export { default as UseSide } from './UseSide.svelte';
