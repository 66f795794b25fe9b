import Pause from '@lucide/svelte/icons/pause';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import IconButton from '../ui/IconButton.svelte';
import { show } from './show.svelte.ts';

const tip = (): HTMLElement | null => document.querySelector('.ui-tooltip');

test('its name is shown on hover, but not over the menu that it has opened', async () => {
  const given: { icon: typeof Pause; label: string; 'aria-expanded': 'true' | 'false' } = {
    icon: Pause,
    label: 'More about it',
    'aria-expanded': 'false',
  };
  const props = show(IconButton, given);
  await userEvent.hover(page.getByRole('button', { name: 'More about it' }));
  await expect.poll(tip).not.toBeNull();
  props['aria-expanded'] = 'true';
  await expect.poll(tip).toBeNull();
});
