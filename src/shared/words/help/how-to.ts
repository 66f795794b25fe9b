import type { HelpText } from './terms.ts';

/** What people come to do, in a few steps. */
export const howTo = {
  'first-run': {
    title: 'A first run in a minute',
    text: '1. On the home screen choose the sample Iris: it brings its data and a network.\n2. Press Train. The curves below the canvas are drawn as it learns.\n3. When it has finished, its result on the test rows stands beside the curves.\n4. Change something, such as the units of a layer, train again and compare both in Runs.',
    also: 'start begin tutorial quick',
  },
  'own-data': {
    title: 'Bring your own data',
    text: '1. Drop files anywhere on the window: pictures in folders named by class, a zip of them, tables (CSV, TSV), texts, or IDX.\n2. Look at what was understood, correct types and the target, and import.\n3. Make a project from it: it proposes a network that fits.\nFiles are copied into the workspace; the originals stay untouched and may go.',
    also: 'import csv images dataset drop',
  },
  draw: {
    title: 'Draw a network',
    text: 'Drag a layer from the list at the left onto the canvas, or onto an edge to put it between two others; Enter adds it after the selected layer. Draw edges from the dot below a layer to the dot above another. Each edge shows the shape of what flows along it. What does not fit is said at the layer, often with a remedy to click.',
    also: 'layer edge connect canvas edit',
  },
  copy: {
    title: 'Copy layers, also between projects',
    text: 'Select layers (Shift+click adds one, Shift+drag over the canvas draws a frame) and press Ctrl+C, then Ctrl+V on the canvas of this project or another. What is copied is a text: it can be pasted into a message and back. Dragging with Alt copies at once, Ctrl+D beside the original.',
    also: 'paste duplicate clone clipboard move share',
  },
  undo: {
    title: 'Take a step back',
    text: 'Ctrl+Z takes back whatever was changed in the project, deletions and remedies too; Ctrl+Shift+Z does it again. The buttons in the title bar name the step. Escape gives up what is being dragged or drawn.',
    also: 'undo redo mistake restore deleted',
  },
  freeze: {
    title: 'Keep layers from learning',
    text: 'Select the layer and switch Trainable off in its properties: its weights stay as they are. Switch it on again for a later run.',
    also: 'freeze frozen trainable transfer fine-tune pretrained',
  },
  improve: {
    title: 'The result is not good enough',
    text: 'Look at the two loss curves. Both high: the network underfits; make it larger, train longer, try another learning rate. Training low, validation high: it overfits; get more data, augment it, add dropout or weight decay, or stop early. Jumping or not a number: lower the learning rate or clip the gradients.',
    also: 'accuracy bad loss stuck better data augmentation',
  },
  'pause-resume': {
    title: 'Pause, stop and go on',
    text: 'Pause and Stop finish the step in hand and write a checkpoint; Resume goes on from it as if nothing had happened. Closing the window asks what should become of a run. After a crash, or when the power fails, a run goes on from its last checkpoint.',
    also: 'resume crash checkpoint continue',
  },
  export: {
    title: 'Take the network away',
    text: 'In Use choose a run and a format. Keras writes a .keras file that Keras 3 loads; ONNX opens in many runtimes and languages. Each file is read back in another program and its answers are compared with the network’s before you get it.',
    also: 'keras onnx download deploy save model',
  },
  use: {
    title: 'Try a trained network',
    text: 'In Use drop new files, or take rows of the data: the answer stands beside each with its probability. A language model writes text, a GAN or variational autoencoder draws samples. The answers about a file can be saved as a table beside its own columns. From a terminal: neuroloom predict and neuroloom generate.',
    also: 'predict inference generate',
  },
  gpu: {
    title: 'Use a GPU',
    text: 'Machine says which processor and GPU were found and what runs use, and why. Where an NVIDIA GPU and its driver are there, it offers TensorFlow’s build for it, about 3 GB. Nothing is downloaded unless you ask for it.',
    also: 'nvidia cuda fast speed',
  },
  faster: {
    title: 'Make training faster',
    text: 'Machine tries several numbers of threads and parts of a batch on your network and shows what each brings. A larger batch means fewer, better used steps. bfloat16 helps where the processor has AVX-512. If it says that the portable backend trains, install TensorFlow there.',
    also: 'speed slow threads bfloat16 performance',
  },
  keyboard: {
    title: 'Work by keyboard',
    text: 'Ctrl+K (⌘K) finds every command by a few letters, ? lists all shortcuts. On the canvas Tab goes from layer to layer, Enter selects, the arrow keys move, Delete deletes. Alt+1 to Alt+5 change the room.',
    also: 'shortcut keys accessibility',
  },
  files: {
    title: 'Where everything is kept',
    text: 'In the workspace, a folder that Settings names: projects as .neuroloom files, data sets, checkpoints, exports and logs. Changes are saved by themselves within a second. Nothing leaves this machine.',
    also: 'folder workspace save backup privacy',
  },
} as const satisfies Record<string, HelpText>;
