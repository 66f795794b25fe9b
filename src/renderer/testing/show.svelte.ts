import { mount, unmount } from 'svelte';
import type { Component } from 'svelte';
import { onTestFinished } from 'vitest';
import '../ui/popups.css';
import { theme } from '../ui/theme.svelte.ts';
import '../ui/theme.css';
import '../ui/sections.css';
import Host from './Host.svelte';

/** Mounts a component for the length of the test; what is written into the answered properties is shown. */
export function show<P extends Record<string, unknown>>(component: Component<P>, given: P, width = 400): P {
  theme.start();
  const props = $state(given);
  const mounted = mount(Host, {
    target: document.body,
    props: { component: component as Component<Record<string, unknown>>, props, width },
  });
  onTestFinished(() => unmount(mounted));
  return props;
}
