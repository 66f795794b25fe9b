/** The icons that kinds name, each imported by itself so that the bundle holds no other. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import AlignVerticalDistributeCenter from '@lucide/svelte/icons/align-vertical-distribute-center';
import AudioWaveform from '@lucide/svelte/icons/audio-waveform';
import Box from '@lucide/svelte/icons/box';
import ChevronsDown from '@lucide/svelte/icons/chevrons-down';
import ChevronsUp from '@lucide/svelte/icons/chevrons-up';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CloudRain from '@lucide/svelte/icons/cloud-rain';
import Combine from '@lucide/svelte/icons/combine';
import Contrast from '@lucide/svelte/icons/contrast';
import Crop from '@lucide/svelte/icons/crop';
import Droplets from '@lucide/svelte/icons/droplets';
import EqualApproximately from '@lucide/svelte/icons/equal-approximately';
import Eraser from '@lucide/svelte/icons/eraser';
import FlipHorizontal2 from '@lucide/svelte/icons/flip-horizontal-2';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import Group from '@lucide/svelte/icons/group';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import Minimize2 from '@lucide/svelte/icons/minimize-2';
import Minus from '@lucide/svelte/icons/minus';
import Move from '@lucide/svelte/icons/move';
import MoveDiagonal from '@lucide/svelte/icons/move-diagonal';
import Plus from '@lucide/svelte/icons/plus';
import RotateCw from '@lucide/svelte/icons/rotate-cw';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Ruler from '@lucide/svelte/icons/ruler';
import Scaling from '@lucide/svelte/icons/scaling';
import Shrink from '@lucide/svelte/icons/shrink';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Sun from '@lucide/svelte/icons/sun';
import TrendingUp from '@lucide/svelte/icons/trending-up';
import TrendingUpDown from '@lucide/svelte/icons/trending-up-down';
import Waves from '@lucide/svelte/icons/waves';
import Waypoints from '@lucide/svelte/icons/waypoints';
import Wind from '@lucide/svelte/icons/wind';
import X from '@lucide/svelte/icons/x';
import ZoomIn from '@lucide/svelte/icons/zoom-in';

const icons: Readonly<Record<string, Component>> = {
  activity: Activity,
  'align-vertical-distribute-center': AlignVerticalDistributeCenter,
  'audio-waveform': AudioWaveform,
  box: Box,
  'chevrons-down': ChevronsDown,
  'chevrons-up': ChevronsUp,
  'circle-dot': CircleDot,
  'cloud-rain': CloudRain,
  combine: Combine,
  contrast: Contrast,
  crop: Crop,
  droplets: Droplets,
  'equal-approximately': EqualApproximately,
  eraser: Eraser,
  'flip-horizontal-2': FlipHorizontal2,
  'grid-3x3': Grid3x3,
  group: Group,
  'log-in': LogIn,
  'log-out': LogOut,
  'minimize-2': Minimize2,
  minus: Minus,
  move: Move,
  'move-diagonal': MoveDiagonal,
  plus: Plus,
  'rotate-cw': RotateCw,
  'rows-3': Rows3,
  ruler: Ruler,
  scaling: Scaling,
  shrink: Shrink,
  'sliders-horizontal': SlidersHorizontal,
  sun: Sun,
  'trending-up': TrendingUp,
  'trending-up-down': TrendingUpDown,
  waves: Waves,
  waypoints: Waypoints,
  wind: Wind,
  x: X,
  'zoom-in': ZoomIn,
};

/** The icon of this name; a box for one that is not known. */
export const iconOf = (name: string): Component => icons[name] ?? Box;

export const hasIcon = (name: string): boolean => Object.hasOwn(icons, name);
