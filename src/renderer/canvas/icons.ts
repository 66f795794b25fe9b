/** The icons that kinds name, each imported by itself so that the bundle holds no other. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import BookA from '@lucide/svelte/icons/book-a';
import Box from '@lucide/svelte/icons/box';
import ChevronsDown from '@lucide/svelte/icons/chevrons-down';
import Combine from '@lucide/svelte/icons/combine';
import Droplets from '@lucide/svelte/icons/droplets';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import ListFilter from '@lucide/svelte/icons/list-filter';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import Minimize2 from '@lucide/svelte/icons/minimize-2';
import Plus from '@lucide/svelte/icons/plus';
import Repeat from '@lucide/svelte/icons/repeat';
import Repeat1 from '@lucide/svelte/icons/repeat-1';
import Repeat2 from '@lucide/svelte/icons/repeat-2';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Scaling from '@lucide/svelte/icons/scaling';
import Shrink from '@lucide/svelte/icons/shrink';
import Waypoints from '@lucide/svelte/icons/waypoints';

const icons: Readonly<Record<string, Component>> = {
  activity: Activity,
  'book-a': BookA,
  box: Box,
  'chevrons-down': ChevronsDown,
  combine: Combine,
  droplets: Droplets,
  'grid-3x3': Grid3x3,
  'list-filter': ListFilter,
  'log-in': LogIn,
  'log-out': LogOut,
  'minimize-2': Minimize2,
  plus: Plus,
  repeat: Repeat,
  'repeat-1': Repeat1,
  'repeat-2': Repeat2,
  'rows-3': Rows3,
  scaling: Scaling,
  shrink: Shrink,
  waypoints: Waypoints,
};

/** The icon of this name; a box for one that is not known. */
export const iconOf = (name: string): Component => icons[name] ?? Box;

export const hasIcon = (name: string): boolean => Object.hasOwn(icons, name);
