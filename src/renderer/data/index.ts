export { default as DataSide } from './DataSide.svelte';
export { default as DataRoom } from './DataRoom.svelte';
export { default as FilePicker } from './FilePicker.svelte';
export { default as Picture } from './Picture.svelte';
export { ImportFlow, getImportFlow, setImportFlow } from './import-flow.svelte.ts';
export { Library, getLibrary, setLibrary } from './library.svelte.ts';
export { classAt, imageAt, imageColumnOf, pageOf } from './rows.ts';
export type { RowPage } from './rows.ts';
