/** Words of what is done on the canvas: its menus and tools. */
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
};
