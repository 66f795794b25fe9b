import type { LayersWords } from './types.ts';
import { input, output } from './parts.ts';

const branches = input('Zwei oder mehr Zweige derselben Form.');

export const merge = {
  add: {
    doc: 'Addiert Zweige derselben Form, Wert für Wert: das Ende einer Abkürzung um Schichten herum.',
    ...branches,
    ...output('Ihre Summe.'),
  },
  subtract: {
    doc: 'Zieht einen Zweig von einem anderen derselben Form ab, Wert für Wert.',
    inputs: { first: 'Wovon abgezogen wird.', second: 'Was abgezogen wird.' },
    ...output('Ihre Differenz.'),
  },
  multiply: {
    doc: 'Multipliziert Zweige derselben Form, Wert für Wert: Ein Zweig öffnet und schließt einen anderen wie ein Tor.',
    ...branches,
    ...output('Ihr Produkt.'),
  },
  average: {
    doc: 'Der Mittelwert von Zweigen derselben Form, Wert für Wert: mehrere Netze, die abstimmen.',
    ...branches,
    ...output('Ihr Mittelwert.'),
  },
  maximum: {
    doc: 'Der größte von Zweigen derselben Form, Wert für Wert.',
    ...branches,
    ...output('Die größten Werte.'),
  },
  minimum: {
    doc: 'Der kleinste von Zweigen derselben Form, Wert für Wert.',
    ...branches,
    ...output('Die kleinsten Werte.'),
  },
  dot: {
    doc: 'Multipliziert zwei Zweige und summiert entlang je einer ihrer Achsen: wie sehr jede Zeile des einen jeder Zeile des anderen gleicht.',
    params: {
      axes: {
        label: 'Achsen',
        doc: 'Die Achse jeder Eingabe, entlang derer summiert wird; 1 ist die erste nach dem Batch, −1 die letzte.',
      },
      normalize: {
        label: 'Normalisieren',
        doc: 'Bringt beide zuerst entlang der Achse auf die Länge 1: der Kosinus zwischen ihnen.',
      },
    },
    inputs: { first: 'Ein Zweig.', second: 'Ein anderer, entlang seiner Achse ebenso lang.' },
    ...output('Die Achsen beider, die übrig bleiben.'),
  },
  concatenate: {
    doc: 'Legt Zweige entlang ihrer letzten Achse nebeneinander: die Kanäle von Bildern, die Zahlen von Reihen.',
    ...input('Zwei oder mehr Zweige, gleich bis auf ihre letzte Achse.'),
    ...output('Sie alle, nebeneinander.'),
  },
} satisfies Partial<LayersWords>;
