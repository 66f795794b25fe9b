import './polyfills.ts';
import { mount } from 'svelte';
import { connectCore } from './core.ts';
import { speakChosen } from './language.ts';
import { theme } from './ui/theme.svelte.ts';
import './ui/theme.css';
import './ui/sections.css';
import './ui/popups.css';

/** Files that are dropped before the app can take them must not be opened in its place. */
const early = new AbortController();
for (const type of ['dragover', 'drop'] as const)
  window.addEventListener(type, (event) => event.preventDefault(), { signal: early.signal });

theme.start();
const core = connectCore();
await speakChosen();
// Its modules read words as they are loaded, so the language is settled by then.
const { default: App } = await import('./App.svelte');
early.abort();
mount(App, { target: document.getElementById('app')!, props: { core } });
