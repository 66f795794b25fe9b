import type { UpdatesWords } from '../../ui/updates.ts';

export const updates: UpdatesWords = {
  title: 'Version und Aktualisierung',
  version: (version) => `Neuroloom ${version}`,
  check: 'Nach neuer Version suchen',
  also: 'aktualisieren update version neu veröffentlichung über',
  checking: 'Wird gefragt…',
  doc: 'Fragt die Liste der Veröffentlichungen nach der neuesten Version. Nichts wird heruntergeladen oder installiert.',
  nowhere:
    'Diese Fassung kennt keinen Ort, der Veröffentlichungen aufführt; nach neueren suchen kann sie nicht.',
  upToDate: (newest) => `Das ist die neueste Version (zuletzt veröffentlicht: ${newest}).`,
  newer: (newest, current) => `Neuroloom ${newest} ist erschienen; dies ist ${current}.`,
  notes: 'Was neu ist und wo es zu bekommen ist',
  copyLink: 'Link kopieren',
  copied: 'Der Link liegt in der Zwischenablage.',
  atStart: 'Beim Start nach neuer Version suchen',
  atStartDoc:
    'Aus, wie von Anfang an: Kein Server wird ohne Auftrag gefragt. Ein: Die Liste der Veröffentlichungen wird einmal gefragt, wenn das Fenster aufgeht.',
  show: 'Zeigen',
};
