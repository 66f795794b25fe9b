import type { LayersWords } from './types.ts';
import { input, kernel, output, over } from './parts.ts';
import type { Axes } from './parts.ts';

const filters = { label: 'Filter', doc: 'Anzahl der gesuchten Muster und der Ausgabekanäle.' };
const groups = {
  label: 'Gruppen',
  doc: 'In wie viele Gruppen Kanäle und Filter geteilt werden; jeder Filter sieht die Kanäle seiner eigenen Gruppe. Die Zahl muss beide ohne Rest teilen.',
};
const depthMultiplier = { label: 'Tiefenfaktor', doc: 'Anzahl der Filter je Eingabekanal.' };

const window = (axes: Axes) => ({
  kernelSize: { label: 'Kernelgröße', doc: `${over[axes].extent} jedes Filters.` },
  strides: { label: 'Schrittweite', doc: `${over[axes].units}, um die der Filter jeweils weiterrückt.` },
  padding: {
    label: 'Padding',
    doc: `valid: Der Filter bleibt innerhalb ${over[axes].of}; same: Nullen ringsum erhalten die Größe (bei Schrittweite 1).`,
  },
  dilation: { label: 'Dilatation', doc: `Abstand der ${over[axes].units}, die ein Filter betrachtet.` },
});

const causalPadding = {
  label: 'Padding',
  doc: 'valid: Der Filter bleibt innerhalb der Sequenz; same: Nullen ringsum erhalten die Länge (bei Schrittweite 1); causal: Nullen davor, sodass keine Ausgabe einen späteren Schritt sieht.',
};

const sliding = (axes: Axes) => ({
  params: { filters, ...window(axes), ...(axes === 1 && { padding: causalPadding }), groups, ...kernel },
  ...input(over[axes].shape),
  ...output(`${over[axes].a} mit einem Kanal je Filter.`),
});

const transposed = (axes: 1 | 2) => ({
  params: {
    filters,
    ...window(axes),
    strides: {
      label: 'Schrittweite',
      doc: `Um welchen Faktor ${over[axes].the} größer wird: ${over[axes].units} zwischen den Stellen, an denen zwei Eingaben antworten.`,
    },
    ...kernel,
  },
  ...input(over[axes].shape),
  ...output(`${over[axes].larger} mit einem Kanal je Filter.`),
});

export const convolution = {
  conv1D: {
    doc: 'Führt kleine Filter an einer Sequenz entlang; jeder antwortet dort, wo sich sein Muster findet.',
    ...sliding(1),
  },
  conv2D: {
    doc: 'Führt kleine Filter über ein Bild; jeder antwortet dort, wo sich sein Muster findet.',
    ...sliding(2),
  },
  conv3D: {
    doc: 'Führt kleine Filter durch ein Volumen, etwa einen Scan oder eine Folge von Bildern; jeder antwortet dort, wo sich sein Muster findet.',
    ...sliding(3),
  },
  conv1DTranspose: {
    doc: 'Macht eine Sequenz länger: Jeder Schritt schreibt seine Filter gewichtet in die Ausgabe. Der Rückweg einer Faltung, auch Entfaltung (Deconvolution) genannt.',
    formula: 'y[t·s + u·d, f] += x[t, c] · kernel[u, f, c], dann + bias[f] und die Aktivierung',
    ...transposed(1),
  },
  conv2DTranspose: {
    doc: 'Macht ein Bild größer: Jedes Pixel schreibt seine Filter gewichtet in die Ausgabe. Der Rückweg einer Faltung, auch Entfaltung (Deconvolution) genannt.',
    formula:
      'y[i·s + u·d, j·s + v·d, f] += x[i, j, c] · kernel[u, v, f, c], dann + bias[f] und die Aktivierung',
    ...transposed(2),
  },
  depthwiseConv2D: {
    doc: 'Führt über jeden Kanal eines Bildes eigene Filter; die Kanäle werden nicht gemischt. Wenige Gewichte, wenig Rechenarbeit.',
    params: { ...window(2), depthMultiplier, ...kernel },
    ...input(over[2].shape),
    ...output('Ein Bild mit so vielen Kanälen, wie die Eingabe hat, mal dem Tiefenfaktor.'),
  },
  separableConv2D: {
    doc: 'Eine Faltung in zwei Schritten, mit weit weniger Gewichten: erst Filter über jeden Kanal für sich, dann an jedem Pixel eine Mischung der Kanäle. Initialisierer und Regularisierung gelten für beide Kernel.',
    params: { filters, ...window(2), depthMultiplier, ...kernel },
    ...input(over[2].shape),
    ...output(`${over[2].a} mit einem Kanal je Filter.`),
  },
} satisfies Partial<LayersWords>;
