/**
 * What is done on the canvas with the button held: layers being dragged, an edge being drawn. Until it ends the keys wait
 * (a layer that is deleted under the pointer would leave svelte-flow dragging nothing for ever). Escape gives it up, and so
 * does going elsewhere, where there may be no canvas.
 */
const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta'];

export class Gesture {
  #state: 'none' | 'going' | 'given-up' = 'none';

  begin(): void {
    this.#state = 'going';
  }

  /** True where it was given up: then it has changed nothing. */
  end(): boolean {
    const givenUp = this.#state === 'given-up';
    this.#state = 'none';
    return givenUp;
  }

  get givenUp(): boolean {
    return this.#state === 'given-up';
  }

  press(event: KeyboardEvent): void {
    if (this.#state === 'none' || MODIFIERS.includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') this.giveUp();
  }

  giveUp(): void {
    if (this.#state === 'none') return;
    this.#state = 'given-up';
    // svelte-flow and d3 know one end: the button is let go.
    document.dispatchEvent(new MouseEvent('mouseup', { bubbles: true, cancelable: true, view: window }));
  }
}
