/** The icons that kinds name, each imported by itself so that the bundle holds no other. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import AlignVerticalDistributeCenter from '@lucide/svelte/icons/align-vertical-distribute-center';
import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import ChevronsDown from '@lucide/svelte/icons/chevrons-down';
import Combine from '@lucide/svelte/icons/combine';
import Droplets from '@lucide/svelte/icons/droplets';
import Eye from '@lucide/svelte/icons/eye';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import Group from '@lucide/svelte/icons/group';
import Layers from '@lucide/svelte/icons/layers';
import Layers2 from '@lucide/svelte/icons/layers-2';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import MapPin from '@lucide/svelte/icons/map-pin';
import Minimize2 from '@lucide/svelte/icons/minimize-2';
import Plus from '@lucide/svelte/icons/plus';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Scaling from '@lucide/svelte/icons/scaling';
import Ruler from '@lucide/svelte/icons/ruler';
import Shrink from '@lucide/svelte/icons/shrink';
import TrendingUp from '@lucide/svelte/icons/trending-up';
import TrendingUpDown from '@lucide/svelte/icons/trending-up-down';
import Waypoints from '@lucide/svelte/icons/waypoints';

const icons: Readonly<Record<string, Component>> = {
  activity: Activity,
  'align-vertical-distribute-center': AlignVerticalDistributeCenter,
  box: Box,
  boxes: Boxes,
  'chevrons-down': ChevronsDown,
  combine: Combine,
  droplets: Droplets,
  eye: Eye,
  'grid-3x3': Grid3x3,
  group: Group,
  layers: Layers,
  'layers-2': Layers2,
  'log-in': LogIn,
  'log-out': LogOut,
  'map-pin': MapPin,
  'minimize-2': Minimize2,
  plus: Plus,
  'rows-3': Rows3,
  ruler: Ruler,
  scaling: Scaling,
  shrink: Shrink,
  'trending-up': TrendingUp,
  'trending-up-down': TrendingUpDown,
  waypoints: Waypoints,
};

/** The icon of this name; a box for one that is not known. */
export const iconOf = (name: string): Component => icons[name] ?? Box;

export const hasIcon = (name: string): boolean => Object.hasOwn(icons, name);
