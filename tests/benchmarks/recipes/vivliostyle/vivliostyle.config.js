export default {
  title: "The Keeper's Handbook",
  author: 'Ada Lund',
  language: 'en',
  cover: { src: 'images/cover.png', name: 'A striped lighthouse at night' },
  toc: { title: 'Contents' },
  entry: ['lamp.md', 'tide.md', 'log.md', 'boat.md'],
  output: 'book.epub',
};
