import type { LayersWords } from './types.ts';
import { output, picture } from './parts.ts';

const sameSize = { ...picture, ...output('Ein Bild derselben Größe.') };

const factor = (doc: string) => ({ label: 'Faktor', doc });
const heightFactor = (doc: string) => ({ label: 'Höhenfaktor', doc });
const widthFactor = (doc: string) => ({ label: 'Breitenfaktor', doc });
const fillValue = (doc: string) => ({ label: 'Füllwert', doc });

const resampling = {
  fillMode: {
    label: 'Füllmodus',
    doc: 'Was jenseits der Ränder liegt: das gespiegelte Bild, noch einmal das Bild, ein einziger Wert oder die Pixel des Randes.',
  },
  fillValue: fillValue('Der Wert jenseits der Ränder, wo der Füllmodus constant ist.'),
  interpolation: {
    label: 'Interpolation',
    doc: 'Wie ein Wert zwischen Pixeln gefunden wird: aus seinen Nachbarn gemischt oder vom nächsten genommen.',
  },
} as const;

const valueRange = {
  label: 'Wertebereich',
  doc: 'Der kleinste und der größte Wert, den ein Pixel haben kann; was darüber hinausginge, wird abgeschnitten.',
};

export const augmentation = {
  randomFlip: {
    doc: 'Spiegelt im Training die Hälfte der Bilder. Dort zu benutzen, wo links und rechts (oder oben und unten) dasselbe bedeuten.',
    params: {
      mode: {
        label: 'Modus',
        doc: 'horizontal: Aus links wird rechts; vertical: Aus oben wird unten.',
      },
    },
    ...sameSize,
  },
  randomRotation: {
    doc: 'Dreht im Training jedes Bild um seine Mitte, jedes um einen eigenen Winkel.',
    formula: 'Winkel = factor · 360°, factor aus dem Bereich gezogen',
    params: {
      factor: factor(
        'Von welchem bis zu welchem Teil einer ganzen Drehung: 0,1 sind 36°; positiv dreht gegen den Uhrzeigersinn.',
      ),
      ...resampling,
    },
    ...sameSize,
  },
  randomZoom: {
    doc: 'Macht im Training, was auf jedem Bild ist, von dessen Mitte aus größer oder kleiner.',
    params: {
      heightFactor: heightFactor(
        'Wie viel mehr von der Höhe zu sehen ist: 0,2 zoomt um ein Fünftel heraus, −0,2 zoomt hinein.',
      ),
      widthFactor: widthFactor('Dasselbe für die Breite, wo sie eigens gezogen wird.'),
      keepRatio: {
        label: 'Seitenverhältnis erhalten',
        doc: 'Zoomt Breite und Höhe gleich; der Breitenfaktor wird nicht benutzt.',
      },
      ...resampling,
    },
    ...sameSize,
  },
  randomTranslation: {
    doc: 'Verschiebt im Training jedes Bild, jedes um einen eigenen Betrag.',
    params: {
      heightFactor: heightFactor(
        'Um welchen bis zu welchem Teil der Höhe es verschoben wird; positiv ist nach unten.',
      ),
      widthFactor: widthFactor(
        'Um welchen bis zu welchem Teil der Breite es verschoben wird; positiv ist nach rechts.',
      ),
      ...resampling,
    },
    ...sameSize,
  },
  randomCrop: {
    doc: 'Schneidet im Training aus jedem Bild einen Ausschnitt an einer eigenen Stelle; sonst den in der Mitte.',
    params: {
      height: { label: 'Höhe', doc: 'Höhe des Ausschnitts.', unit: 'px' },
      width: { label: 'Breite', doc: 'Breite des Ausschnitts.', unit: 'px' },
    },
    ...picture,
    ...output('Ein Ausschnitt davon.'),
  },
  randomContrast: {
    doc: 'Entfernt im Training die Pixel jedes Bildes vom Mittelwert ihres Kanals oder nähert sie ihm an.',
    formula: 'y = (x − mean) · factor + mean, factor von 1 − lower bis 1 + upper',
    params: {
      factor: factor(
        'Wie viel schwächer und wie viel stärker der Kontrast werden darf: bei 0,2; 0,5 vom 0,8- bis zum 1,5-Fachen.',
      ),
      valueRange,
    },
    ...sameSize,
  },
  randomBrightness: {
    doc: 'Macht im Training jedes Bild heller oder dunkler, jedes um einen eigenen Betrag.',
    params: {
      factor: factor(
        'Von welchem bis zu welchem Teil des Wertebereichs, der zu jedem Pixel addiert wird: −1 ist schwarz, 1 ist weiß.',
      ),
      valueRange,
    },
    ...sameSize,
  },
  randomErasing: {
    doc: 'Verdeckt im Training ein Rechteck mancher Bilder, damit sich das Netz auf keinen einzelnen Teil verlässt.',
    params: {
      factor: factor(
        'Wie wahrscheinlich ein Bild ein Rechteck verliert, für jedes gezogen: bei 0; 1 ist es die Hälfte, bei 1; 1 sind es alle.',
      ),
      scale: {
        label: 'Größe',
        doc: 'Jede Seite des Rechtecks ist die Quadratwurzel einer Zahl aus diesem Bereich, mal der des Bildes.',
      },
      fill: {
        label: 'Füllung',
        doc: 'Was das Rechteck verdeckt: zufälliges Rauschen oder ein einziger Wert.',
      },
      fillValue: fillValue('Der Wert, der es verdeckt.'),
      valueRange,
    },
    ...sameSize,
  },
} satisfies Partial<LayersWords>;
