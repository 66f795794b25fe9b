import './polyfills.ts';
import { mount } from 'svelte';
import App from './App.svelte';
import { connectCore } from './core.ts';
import { theme } from './ui/theme.svelte.ts';
import './ui/theme.css';
import './ui/popups.css';

theme.start();
mount(App, { target: document.getElementById('app')!, props: { core: connectCore() } });
