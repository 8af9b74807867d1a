export { conversation } from './conversation';
export { fetchMedia } from './fetch-media';
export { greeting } from './greeting';
