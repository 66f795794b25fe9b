import type { LayerGroup } from '../../kinds/layer-groups.ts';
import type { ShapeForm, Side } from '../../kinds/params.ts';
import type { Shape } from '../../kinds/shape.ts';
import { shapeText, sizeOf } from '../../kinds/shape.ts';
import type { MemoryEstimate } from '../../network/memory.ts';
import { bytesText, count, inSentence, plainNumber, plural, shortCount } from '../numbers.ts';
import { layersAndComments } from './comments.ts';

const groups: Readonly<Record<LayerGroup, string>> = {
  end: 'Input and output',
  core: 'Core',
  shape: 'Shape',
  convolution: 'Convolution',
  pooling: 'Pooling',
  recurrent: 'Recurrent',
  attention: 'Attention',
  normalisation: 'Normalisation',
  regularisation: 'Regularisation',
  augmentation: 'Augmentation',
  merge: 'Merge',
};

const sides: Readonly<Record<Side, string>> = {
  steps: 'steps',
  depth: 'depth',
  height: 'height',
  width: 'width',
  start: 'start',
  end: 'end',
  top: 'top',
  bottom: 'bottom',
  left: 'left',
  right: 'right',
};

const shapesWrong: Readonly<Record<ShapeForm, string>> = {
  closed: 'Whole numbers from 1 on, such as 28 × 28 × 1.',
  open: 'Whole numbers from 1 on, such as 28 × 28 × 1. One may be -1: it becomes what is left.',
  order: 'Numbers of axes from 1 on, such as 2, 1.',
};

/** What the axes of one sample mean to the layers, the last its features or channels. */
function axesText(shape: Shape): string {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  switch (shape.length) {
    case 0:
      return '1 value';
    case 1:
      return plural(a, 'value');
    case 2:
      return `${plural(a, 'step')} of ${plural(b, 'value')}`;
    case 3:
      return `${plural(a, 'row')} and ${plural(b, 'column')} of ${plural(c, 'channel')}`;
    case 4:
      return `${plural(a, 'layer')} of ${plural(b, 'row')} and ${plural(c, 'column')} in ${plural(d, 'channel')}`;
    default:
      return plural(sizeOf(shape), 'value');
  }
}

/** Words of the canvas and the Design room. */
export const design = {
  /** What was done, after "Undo" and "Redo". */
  steps: {
    add: (label: string) => `add ${label}`,
    insert: 'put a layer on an edge',
    connect: 'connect',
    remove: (nodes: number, edges: number, comments: number) =>
      `delete ${nodes + comments > 0 ? layersAndComments(nodes, comments) : plural(edges, 'edge')}`,
    move: (nodes: number, comments: number) => `move ${layersAndComments(nodes, comments)}`,
    paste: (nodes: number, comments: number) => `paste ${layersAndComments(nodes, comments)}`,
    duplicate: (nodes: number, comments: number) => `duplicate ${layersAndComments(nodes, comments)}`,
    tidy: 'lay out the network',
    rename: 'rename',
    param: (label: string) => `set ${inSentence(label)}`,
    reset: (label: string) => `reset ${inSentence(label)}`,
    trainable: 'set trainable',
    columns: 'choose input columns',
    target: 'choose the target',
    dataset: 'choose the data',
    training: (label: string) => `set ${inSentence(label)}`,
    recipe: (label: string) => `train as ${inSentence(label)}`,
    dismiss: 'dismiss advice',
    changedElsewhere: 'show the version from another window',
  },
  /** Said to those who hear the window, after an edit. */
  news: {
    did: (step: string) => `Done: ${step}`,
    undid: (step: string) => `Undone: ${step}`,
    redid: (step: string) => `Redone: ${step}`,
  },
  undo: (step: string | null) => (step === null ? 'Undo' : `Undo ${step}`),
  redo: (step: string | null) => (step === null ? 'Redo' : `Redo ${step}`),

  save: {
    saved: 'Saved',
    unsaved: 'Not saved yet',
    saving: 'Saving…',
    failed: 'Not saved',
    explain: 'Changes are saved by themselves, within a second.',
  },
  changedElsewhere:
    'This project was changed in another window. Its newer version is shown; Undo brings yours back.',
  understood: 'Understood',

  canvas: {
    label: 'Network',
    tools: 'View',
    zoomReset: 'Zoom to full size',
    cannot: {
      loop: 'That would close a loop. A feedforward network has none.',
      same: 'These two are joined already.',
      taken: 'This port takes one edge. Releasing here replaces the one it has.',
    },
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    minimap: 'Overview of the network',
    showMinimap: 'Show the overview',
    emptyTitle: 'An empty canvas',
    emptyText: 'Drag Input from the palette, or start with one of these.',
    addInput: 'Add an input',
    startFromData: 'Start from your data',
    starterFor: (dataset: string) => `A network for ${dataset}`,
    networks: 'Networks',
    networkProblems: (n: number) => plural(n, 'problem'),
    innerLayers: (n: number) => plural(n, 'layer'),
    edgeShape: (shape: Shape, from: string, to: string) =>
      `${shapeText(shape)}: what one sample looks like on its way from ${from} to ${to}: ${axesText(shape)}. Every value is a float32; a batch of samples has one axis more, in front.`,
    nodeNumbers: (shape: Shape, parameters: number, multiplyAdds: number, bytes: number) =>
      [
        `Gives ${shapeText(shape)} for each sample: ${axesText(shape)}.`,
        parameters > 0
          ? `It has ${plural(parameters, 'parameter')}: the numbers that it learns or keeps.`
          : 'It has no parameters: there is nothing in it to learn.',
        ...(multiplyAdds > 0
          ? [`One sample costs ${shortCount(multiplyAdds)} multiply-adds on its way forward.`]
          : []),
        `${bytesText(bytes)} are kept of it while one sample is trained on.`,
      ].join(' '),
    edge: (from: string, to: string) => `Edge from ${from} to ${to}`,
    node: (name: string, kind: string, at: number, of: number) =>
      `${name}${name === kind ? '' : `, ${kind}`}, layer ${at} of ${of}`,
    nodeOutput: (shape: string) => `gives ${shape}`,
    nodeParameters: (n: number) => (n === 0 ? 'no parameters' : plural(n, 'parameter')),
    nodeFrom: (names: readonly string[]) =>
      names.length === 0 ? 'no edge in' : `from ${names.join(' and ')}`,
    nodeTo: (names: readonly string[]) => (names.length === 0 ? 'no edge out' : `to ${names.join(' and ')}`),
    nodeHelp: 'Press Enter to select, arrow keys to move, Delete to delete.',
    /** What screen readers call the things on the canvas. */
    nodeRole: 'layer',
    edgeRole: 'edge',
    commentRole: 'comment',
    edgeHelp: 'Press Enter to select, Delete to delete.',
    moved: (direction: string) => `Moved ${direction}`,
    portWants: (port: string, doc: string) => `${port}: ${doc}`,
    unknown: 'unknown',
    parameters: (n: number) => `${shortCount(n)} parameters`,
    intoEdge: 'into this edge',
    after: (name: string) => `after ${name}`,
  },

  code: {
    title: 'Code',
    language: 'Library',
    languages: { keras: 'Keras 3', torch: 'PyTorch' },
    copy: 'Copy the code',
    copied: 'Copied',
  },

  problems: {
    title: 'Problems',
    advice: 'Advice:',
    dismiss: 'Dismiss this advice in this project',
    none: 'Nothing is wrong, and there is no advice.',
    project: 'Project',
    next: 'Next problem',
    previous: 'Previous problem',
    close: 'Close the problems',
    /** On the button of the canvas. */
    count: (errors: number, advice: number) =>
      [
        errors > 0 && plural(errors, 'problem'),
        advice > 0 && plural(advice, 'piece of advice', 'pieces of advice'),
      ]
        .filter(Boolean)
        .join(', ') || 'No problems',
    at: (i: number, of: number) => `${count(i)} of ${count(of)}`,
  },

  palette: {
    title: 'Layers',
    search: 'Search layers',
    nothing: (text: string) => `No layer is called "${text}".`,
    hint: 'Drag a layer onto the canvas, or press Enter to add it after the selected one.',
    groups,
    kinds: (n: number) => plural(n, 'layer'),
  },

  properties: {
    network: 'Network',
    layers: (n: number) => plural(n, 'layer'),
    selectedMany: (nodes: number, edges: number, comments: number) =>
      [layersAndComments(nodes, comments), edges > 0 ? plural(edges, 'edge') : '']
        .filter(Boolean)
        .join(' and ') + ' selected',
    selectedEdge: 'Edge',
    edgeFromTo: (from: string, to: string) => `From ${from} to ${to}`,
    delete: 'Delete',
    duplicate: 'Duplicate',
    name: 'Name',
    nameEmpty: 'A layer needs a name.',
    nameTaken: (name: string) =>
      `Another layer is called ${name}. Names are the layers’ names in every export.`,
    settings: 'Settings',
    noSettings: 'This layer has nothing to set.',
    facts: 'What flows through',
    in: 'In',
    out: 'Out',
    parameters: 'Parameters',
    parametersDoc: 'The numbers that this layer learns or keeps: its weights.',
    fixed: (n: number) => `${count(n)} of them fixed`,
    multiplyAdds: 'Multiply-adds',
    multiplyAddsDoc: 'The multiplications (each with its addition) that one sample costs on its way forward.',
    perSample: 'a sample',
    memory: 'Memory',
    memoryDoc: 'What this layer gives and its gradients, kept while one sample is trained on.',
    memoryTotal: 'Memory to train',
    memoryTotalDoc: ({ data, weights, gradients, activations, process }: MemoryEstimate) =>
      `An estimate of the most that a run takes: ${bytesText(data)} of data, ${bytesText(weights + gradients)} for weights with their gradients and the optimizer, ${bytesText(activations)} between the layers, ${bytesText(process)} for TensorFlow.`,
    atBatch: (batchSize: number) => `in batches of ${count(batchSize)}`,
    /** After the meaning of a setting. */
    limits: (limits: string) => `${limits[0]!.toUpperCase()}${limits.slice(1)}.`,
    unit: (unit: string) => `In ${unit}.`,
    byDefault: (value: string) => `Default: ${value}.`,
    notKnown: 'not known yet',
    formula: 'Formula',
    weights: 'Weights',
    allWeights: (n: number) => `Show all ${n} weights`,
    trainable: 'Trainable',
    trainableDoc: 'Off: training leaves this layer’s weights as they are.',
    reset: (value: string) => `Back to ${value}`,
    wants: (limits: string) => `Wants ${limits}.`,
    outside: (min: string, max: string) => `from ${min} to ${max}`,
    wholeOutside: (min: string, max: string) => `a whole number from ${min} to ${max}`,
    shapesWrong,
    sides,
    numbersWrong: (many: string, limits: string) => `Wants ${many}, each ${limits}: such as 0.1, 0.2.`,
    howMany: (least: number, most: number) =>
      least === most ? `${count(least)} numbers` : `up to ${count(most)} numbers`,
    eachClass: (usual: number) => `${plainNumber(usual)} for each class`,
    noClasses: 'The target has no classes yet.',
    on: 'on',
    off: 'off',
    problems: 'Problems',
    noProblems: 'Nothing stands in the way of training.',
    whole: 'Whole network',
    totals: 'Totals',
    trainableParameters: 'Trainable parameters',
    summaryLayer: 'Layer',
    summaryOutput: 'Output',
    summaryParameters: 'Parameters',
    empty: 'Select a layer to see what it does and to set it up.',
    recipe: 'Learns by',
    noise: 'Noise',
    noiseDoc: 'Without columns this input is fed with random numbers around 0, drawn anew for each sample.',
    learnsInput: 'Learns to give back what comes in. It needs no target.',
    learnsNothing:
      'Learns nothing of its own: the recipe compares the networks with each other. It needs no target.',
    columns: 'Fed by',
    columnsDoc: 'The columns of the data that become this input.',
    target: 'Learns',
    targetDoc: 'The column that this output is trained to give.',
    chooseTarget: 'Choose a column',
    noData: 'No data is chosen yet.',
    data: 'Data',
    chooseData: 'Choose data',
    noDatasets: 'No data here yet. Import some in the Data room.',
    columnImage: (shape: Shape) => `image ${shapeText(shape)}`,
    columnNumber: 'number',
    columnTokens: (length: number) => plural(length, 'token'),
    columnCategory: (classes: number) => plural(classes, 'class', 'classes'),
    allColumns: (n: number) => `All ${count(n)} number and category columns but the target`,
    rows: (n: number) => plural(n, 'row'),
  },
};
export type DesignWords = typeof design;
