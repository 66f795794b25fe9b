/** Words of what is done on the canvas: its menus and tools. */
import { plural } from '../numbers.ts';
import { layersAndComments } from './comments.ts';

export const drawing = {
  quick: {
    title: 'Add a layer',
    titleAfter: (name: string) => `Add after ${name}`,
    titleBefore: (name: string) => `Add before ${name}`,
    titleOnEdge: 'Insert on this edge',
    titleReplace: (name: string) => `Replace ${name} with`,
    search: 'Search layers',
    fitting: 'Fits here',
    others: 'Shapes do not match',
    misfit: 'does not fit',
    join: 'Join to',
    nothing: 'Nothing that could go here is called that.',
  },

  /** What was done, after "Undo" and "Redo". */
  steps: {
    replace: (name: string, kind: string) => `replace ${name} with ${kind}`,
    collapse: (layers: number) => `group ${plural(layers, 'layer')}`,
    open: (name: string) => `ungroup ${name}`,
    tidySome: (layers: number) => `lay out ${plural(layers, 'layer')}`,
    align: (layers: number, comments: number) => `align ${layersAndComments(layers, comments)}`,
    distribute: (layers: number, comments: number) => `distribute ${layersAndComments(layers, comments)}`,
  },

  menu: {
    node: 'Layer',
    edge: 'Edge',
    selection: 'Selection',
    canvas: 'Canvas',
    addAfter: 'Add a layer after…',
    insert: 'Insert a layer…',
    add: 'Add a layer…',
    replace: 'Replace with…',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    duplicate: 'Duplicate',
    delete: 'Delete',
    group: 'Group',
    ungroup: 'Ungroup',
    enter: 'Edit the layers inside',
    leave: 'Back to the layers outside',
    selectAll: 'Select all',
    tidyDown: 'Lay out from top to bottom',
    tidyAcross: 'Lay out from left to right',
    fit: 'Fit into view',
    snapOn: 'Move along the grid',
    snapOff: 'Move freely',
  },

  align: {
    tools: 'Align and arrange',
    left: 'Align left',
    centre: 'Align centres',
    right: 'Align right',
    top: 'Align tops',
    middle: 'Align middles',
    bottom: 'Align bottoms',
    x: 'Equal distances across',
    y: 'Equal distances down',
  },
  favourites: 'Favourites',
  favourite: (kind: string) => `${kind} as a favourite`,
  star: 'Keep at the top',
  unstar: 'No longer at the top',
  snap: 'Move along the grid',
  allLayers: (layers: number) => `Show all ${plural(layers, 'layer')}`,

  groups: {
    trail: 'Where in the network',
  },

  cannotPaste: {
    empty: 'There is nothing to paste.',
    foreign: 'The clipboard holds no layers. Copy some on a canvas first, of this project or another.',
    broken: 'The clipboard holds layers that cannot be read: part of the text is missing or was changed.',
  },
  clipboardClosed: 'The clipboard may not be read from a menu here. Press Ctrl+V instead.',

  /** Why layers cannot become a group. */
  noGroup: {
    nothing: 'Select the layers that are to become a group.',
    ends: 'An input or output of the network cannot be in a group. Select the layers between them.',
    shared:
      'These layers share weights with others, which a group cannot. Give them weights of their own first.',
    apart: 'These layers do not hang together. A group is one piece: select the layers between them too.',
    inputs: 'A group has one input, but several signals lead into these layers. Select what joins them too.',
    outputs:
      'A group has one output, but several signals leave these layers. Select where they are joined too.',
    around: 'A signal leaves these layers and comes back. Select the layers that it goes through too.',
  },
  endsInside: 'A group has one input and one output: they stay, and no others can be added.',
};
export type DrawingWords = typeof drawing;
