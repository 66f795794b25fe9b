import type { HelpWords } from '../../ui/help.ts';

export const help: HelpWords = {
  title: 'Hilfe',
  search: 'Hilfe durchsuchen',
  close: 'Hilfe schließen',
  groups: {
    'how-to': 'Anleitungen',
    term: 'Begriffe',
    layer: 'Schichten',
    activation: 'Aktivierungen',
    loss: 'Verluste',
    metric: 'Metriken',
    optimizer: 'Optimierer',
    schedule: 'Zeitpläne',
    initializer: 'Initialisierer',
    recipe: 'Lernverfahren',
  },
  nothing: (text) => `Zu „${text}“ steht hier nichts.`,
};
