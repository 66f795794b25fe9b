/**
 * How much room a text takes, in letters; wide ones count for two. Text is cut off only where it may be too long: to the
 * browser each such place is a picture of its own, looked after on every step of a drag on the canvas.
 */
export const lettersOf = (text: string): number =>
  text.length + (text.match(/[^ -~]|[MWmw@%]/g)?.length ?? 0);
